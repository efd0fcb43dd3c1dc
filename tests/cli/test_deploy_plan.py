"""`boardwright deploy` as a process: plans, conflicts, prunes, saved plans, several Grafanas."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from boardwright.commands.deploying.saved_plan import compute_plan_digest
from boardwright.schema.canonical import encode_canonical_json
from boardwright.schema.v2.v2_spec import write_v2_spec
from cli.json_reports import read_valid_json
from standin.server import StandIn, stand_in
from standin.values import Answer, Refusal, Request
from support import BOARD, FOLDERS, ROOT, SECOND, TOKEN, TOML, MakeProject, Run, numbered_board

BOTH = {"dashboards/a.py": BOARD, "dashboards/b.py": SECOND}
Result = subprocess.CompletedProcess[str]


@pytest.fixture(autouse=True)
def one_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAFANA_TOKEN", TOKEN)


class Deploying:
    """A project, and `boardwright` run in it; no output holds the token."""

    def __init__(self, make: MakeProject, run: Run, url: str) -> None:
        self._make, self._run = make, run
        self.toml = f'{TOML}{FOLDERS}\n[grafana]\nurl = "{url}"\nretries = 0\n'
        self.root = make(BOTH, toml=self.toml)

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            (self.root / name).parent.mkdir(exist_ok=True)
            (self.root / name).write_text(text)

    def __call__(self, *args: str, verb: str = "deploy") -> Result:
        result = self._run(verb, *args, cwd=self.root)
        assert TOKEN not in result.stdout + result.stderr
        assert "bug in boardwright" not in result.stderr, result.stderr
        return result


@pytest.fixture
def deploy(server: StandIn, make_project: MakeProject, run: Run) -> Deploying:
    return Deploying(make_project, run, server.url)


def by_hand(server: StandIn, uid: str, **changes: Any) -> None:
    board = server.store.boards[uid]
    board.by = "ann"
    board.versions.append(({**board.body, **changes}, "quick fix"))


def test_a_plan_is_printed_and_not_applied(server: StandIn, deploy: Deploying) -> None:
    result = deploy("--plan")
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout.splitlines() == [
        f'Grafana 12.2.0 at {server.url}, organisation "Main Org."',
        '   create  folder "Demo" (demo-folder)',
        "           FOLDER  UID     TITLE",
        "   create  Demo    demo    Demo",
        "   create  Demo    second  Second",
        "Plan: 1 folder to create, 2 boards: 2 create",
    ]
    assert server.list_writes() == []


def test_a_saved_plan_may_contain_a_single_surrogate(server: StandIn, deploy: Deploying) -> None:
    panel = '{"id": 1, "type": "text", "title": "\\ud800"}'
    deploy.write({"dashboards/odd.json": f'{{"title": "Odd", "uid": "odd", "panels": [{panel}]}}'})
    assert deploy("--save-plan", "plan.json").returncode == 1
    result = deploy("--apply-plan", "plan.json", "--yes")
    assert result.returncode == 0, result.stderr
    (saved,) = server.store.boards["odd"].body["panels"]
    assert saved["title"] == "\ud800"


def test_the_folder_general_is_not_created(server: StandIn, deploy: Deploying) -> None:
    deploy.write({"dashboards/b.py": f'folder = "General"\n{SECOND}'})
    result = deploy("--yes")
    assert result.returncode == 0, result.stderr
    assert server.store.boards["second"].folder == ""
    assert list(server.store.folders) == ["demo-folder"]
    assert deploy("--plan").stdout.endswith("Plan: 2 boards: 2 unchanged\n")
    listed = read_valid_json(deploy("--format", "json", verb="list").stdout, "list")
    assert [(board["folder"], board["folderUid"]) for board in listed["boards"]] == [
        ("Demo", "demo-folder"),
        ("General", ""),
    ]


def test_a_plan_without_changes_gives_exit_code_0(deploy: Deploying) -> None:
    deploy("--yes")
    result = deploy("--plan")
    assert result.returncode == 0
    assert result.stdout.endswith("Plan: 2 boards: 2 unchanged\n")


def test_a_plan_shows_the_changed_fields(deploy: Deploying) -> None:
    deploy("--yes")
    deploy.write({"dashboards/a.py": BOARD.replace('"short"', '"bytes"')})
    result = deploy("--plan")
    assert result.returncode == 1
    assert '   update  board "Demo" (demo):\n    ~ panel "Up": changed\n' in result.stdout
    assert "unit: short -> bytes" in result.stdout


HELPER = """\
from grafanalib.core import Dashboard, Target, TimeSeries

def up():
    return TimeSeries(title="Up", unit="{unit}", targets=[Target(expr="up")])

boards = [Dashboard(title=f"B{{n}}", uid=f"b{{n}}", panels=[up()]) for n in range({number})]
"""


def test_a_change_of_a_helper_is_shown_once(
    deploy: Deploying, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In the text of the plan, and in the summary for GitHub, which stays small."""
    deploy.write({"dashboards/c.py": HELPER.format(unit="short", number=17)})
    assert deploy("--yes").returncode == 0
    deploy.write({"dashboards/c.py": HELPER.format(unit="bytes", number=17)})
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    result = deploy("--plan")
    assert result.returncode == 1
    assert result.stdout.count("unit: short -> bytes") == 1
    assert '~ in 17 boards: panel "Up": changed  dashboards/c.py:4\n' in result.stdout
    assert "boards: B0, B1, B10, B11," in result.stdout
    assert result.stdout.endswith("Plan: 19 boards: 17 update, 2 unchanged\n")
    summary = (tmp_path / "summary.md").read_text()
    assert summary.count("short") == 1
    assert "**In 17 boards**" in summary
    assert len(summary.encode()) < 10_000


def test_without_a_terminal_a_deploy_needs_the_option_yes(
    server: StandIn, deploy: Deploying
) -> None:
    result = deploy()
    assert result.returncode == 2
    assert "nothing was sent: confirmation needs a terminal" in result.stderr
    assert server.list_writes() == []
    deploy("--yes")
    assert deploy().returncode == 0


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 1)])
def test_deploy_asks_for_confirmation_on_a_terminal(
    server: StandIn, deploy: Deploying, answer: str, code: int
) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, f"{answer}\n".encode())
    result = subprocess.run(
        [sys.executable, "-m", "boardwright", "deploy"],
        cwd=deploy.root,
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        timeout=60,
    )
    reported = os.read(ours, 100_000).decode() + result.stderr.decode()
    assert result.returncode == code, reported
    assert "Send 3 changes? [y/N]" in reported
    assert ("Nothing was sent." in reported) == (answer == "n")
    assert bool(server.store.boards) == (answer == "y")


def test_a_board_changed_by_someone_else_is_shown_and_unchanged(
    server: StandIn, deploy: Deploying
) -> None:
    deploy("--yes")
    by_hand(server, "demo", title="Mine")
    deploy.write({"dashboards/b.py": SECOND.replace('"Up"', '"Down"')})
    result = deploy("--yes")
    assert result.returncode == 1
    assert "title: Mine -> Demo" in result.stdout
    assert result.stdout.endswith("2 boards: 1 updated, 1 conflict\n")
    assert (
        'conflict: dashboards/a.py:3: board "Demo" (demo): ann changed the board in Grafana at'
        ' 2026-11-23T04:45:47Z ("quick fix"), after the last deploy\n'
    ) in result.stderr
    assert server.store.boards["demo"].title == "Mine"


def test_force_overwrites_a_board_changed_by_someone_else(
    server: StandIn, deploy: Deploying
) -> None:
    deploy("--yes")
    by_hand(server, "demo", title="Mine")
    assert deploy("--yes", "--force").returncode == 0
    assert server.store.boards["demo"].title == "Demo"
    assert deploy("--plan").returncode == 0


def test_defaults_written_by_the_editor_are_not_a_difference(
    server: StandIn, deploy: Deploying
) -> None:
    """The editor writes out defaults; that is not a conflict, and no reason to write."""
    deploy("--yes")
    by_hand(server, "demo", editable=True, graphTooltip=0, fiscalYearStartMonth=0, links=[])
    server.log.clear()
    result = deploy("--yes")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.endswith("2 boards: 2 unchanged\n")
    assert server.list_writes() == []


def test_a_board_without_our_tag_is_adopted_only_on_request(
    server: StandIn, deploy: Deploying
) -> None:
    deploy("--yes")
    by_hand(server, "demo", tags=["theirs"])
    result = deploy("--yes", "--force")
    assert result.returncode == 1
    assert (
        "already has a board with this uid, but without the tag boardwright:demo" in result.stderr
    )
    assert server.store.boards["demo"].body["tags"] == ["theirs"]
    assert deploy("--yes", "--adopt").returncode == 0
    assert "boardwright:demo" in server.store.boards["demo"].body["tags"]


def test_a_board_moved_by_hand_is_moved_back(server: StandIn, deploy: Deploying) -> None:
    deploy("--yes")
    server.store.boards["demo"].folder = ""
    result = deploy("--yes")
    assert result.returncode == 0
    assert "     move  Demo    demo  Demo\n" in result.stdout
    assert "    moved  Demo    demo  Demo" in result.stdout
    assert server.store.boards["demo"].folder == "demo-folder"


def test_prune_deletes_only_our_boards_that_are_no_longer_declared(
    server: StandIn, deploy: Deploying
) -> None:
    deploy("--yes")
    server.store.boards["theirs"] = theirs = server.store.boards["second"].__class__(
        id=99, uid="theirs", folder="", versions=[({"title": "Theirs", "tags": ["x"]}, "")]
    )
    (deploy.root / "dashboards/b.py").unlink()
    assert deploy("--yes").returncode == 0
    assert set(server.store.boards) == {"demo", "second", "theirs"}
    result = deploy("--plan", "--prune")
    assert result.returncode == 1
    assert "    prune          second  Second\n" in result.stdout
    assert result.stdout.endswith("Plan: 2 boards: 1 prune, 1 unchanged\n")
    assert deploy("--yes", "--prune").returncode == 0
    assert set(server.store.boards) == {"demo", "theirs"}
    assert server.store.boards["theirs"] is theirs


def test_a_save_by_someone_else_that_keeps_our_message_is_a_conflict(
    server: StandIn, deploy: Deploying
) -> None:
    """12.4 keeps the message with the board, also when someone else saves it through `/apis`."""
    deploy("--yes")
    deploy.write({"dashboards/a.py": BOARD.replace('"Up"', '"Down"')})
    deploy("--yes")
    board = server.store.boards["demo"]
    assert board.versions[-1][1] == "boardwright: demo, version 2"
    board.versions.append(({**board.body, "title": "Ann's"}, "boardwright: demo, version 2"))
    result = deploy("--yes")
    assert result.returncode == 1
    assert "changed the board in Grafana at" in result.stderr
    assert board.title == "Ann's"


def test_prune_keeps_a_board_changed_by_someone_else(server: StandIn, deploy: Deploying) -> None:
    deploy("--yes")
    by_hand(server, "second", title="Ann's, in use")
    (deploy.root / "dashboards/b.py").unlink()
    result = deploy("--plan", "--prune")
    assert result.returncode == 1
    assert " conflict          second  Ann's, in use\n" in result.stdout
    assert (
        'conflict: board "Ann\'s, in use" (second): ann changed the board in Grafana'
        in result.stderr
    )
    assert deploy("--yes", "--prune").returncode == 1
    assert "second" in server.store.boards
    reported = json.loads(deploy("--plan", "--prune", "--format", "json").stdout)
    (prune,) = reported["environments"][0]["prunes"]
    assert prune["status"] == "conflict"
    assert deploy("--yes", "--prune", "--force").returncode == 0
    assert "second" not in server.store.boards


def test_a_saved_plan_keeps_the_board_in_conflict(server: StandIn, deploy: Deploying) -> None:
    deploy("--yes")
    by_hand(server, "second", title="Ann's, in use")
    (deploy.root / "dashboards/b.py").unlink()
    deploy("--prune", "--save-plan", "plan.json")
    assert deploy("--apply-plan", "plan.json", "--yes").returncode == 1
    assert "second" in server.store.boards


def test_a_folder_with_only_refused_boards_is_not_created(
    server: StandIn, deploy: Deploying
) -> None:
    deploy.write({"dashboards/b.py": f'folder = "A/B/C/D/E/F"\n{SECOND}'})
    result = deploy("--yes")
    assert result.returncode == 2
    assert "the folder is 6 levels deep" in result.stderr
    assert [*server.store.folders] == ["demo-folder"]


def test_the_earlier_folder_of_a_moved_board_is_shown(server: StandIn, deploy: Deploying) -> None:
    deploy("--yes")
    server.store.boards["demo"].folder = ""
    by_hand(server, "demo")
    result = deploy("--plan")
    assert result.returncode == 1
    assert "folder: General -> Demo\n" in result.stdout


@pytest.mark.parametrize("named", ["org-2", "org-10"])
def test_the_namespace_of_another_organisation_is_refused(deploy: Deploying, named: str) -> None:
    config = deploy.root / "boardwright.toml"
    config.write_text(f'{config.read_text()}namespace = "{named}"\n')
    result = deploy("--plan")
    assert result.returncode == 2
    reported = (
        f"the namespace '{named}' belongs to another organisation; the account's "
        "namespace is 'default'"
    )
    assert reported in result.stderr


def test_a_board_saved_in_v2alpha1_is_reported(server: StandIn, deploy: Deploying) -> None:
    """12.2 has only v2alpha1, which should no longer be written."""
    deploy("--yes")
    stored = server.store.boards["demo"]
    stored.versions.append((write_v2_spec({**stored.body, "title": "Theirs"}), ""))
    stored.stored_as = "v2alpha1"
    result = deploy("--yes")
    assert result.returncode == 2
    assert "this Grafana cannot save boards of schema v2" in result.stderr
    assert 'schema = "v1"' in result.stderr


def test_prune_refuses_to_delete_more_boards_than_the_share(
    server: StandIn, deploy: Deploying
) -> None:
    deploy.write({f"dashboards/c{n}.py": numbered_board(n) for n in range(8)})
    deploy("--yes")
    for number in range(4):
        (deploy.root / f"dashboards/c{number}.py").unlink()
    result = deploy("--yes", "--prune")
    assert result.returncode == 2
    assert (
        "nothing is deleted, because 4 of 10 boards would be deleted, which is more than 20 %"
        in result.stderr
    )
    assert len(server.store.boards) == 10
    assert deploy("--yes", "--prune", "--prune-share", "40").returncode == 0
    assert len(server.store.boards) == 6


def test_prune_refuses_to_delete_more_than_the_share_of_a_folder(
    server: StandIn, deploy: Deploying
) -> None:
    """4 of 32 boards are 12 %, but they are 4 of the 5 boards of one team."""
    deploy.write({f"dashboards/c{n}.py": numbered_board(n) for n in range(25)})
    deploy.write({f"dashboards/team/d{n}.py": numbered_board(n) for n in range(30, 35)})
    deploy("--yes")
    for number in range(30, 34):
        (deploy.root / f"dashboards/team/d{number}.py").unlink()
    result = deploy("--yes", "--prune")
    assert result.returncode == 2
    assert "nothing is deleted, because 4 of 5 boards of the folder 'team" in result.stderr
    assert len(server.store.boards) == 32
    assert deploy("--yes", "--prune", "--prune-share", "80").returncode == 0
    assert len(server.store.boards) == 28


def test_nothing_is_pruned_while_a_folder_of_boards_is_empty(
    server: StandIn, deploy: Deploying
) -> None:
    deploy.write({"dashboards/team/one.py": numbered_board(9)})
    assert deploy("--yes").returncode == 0
    shutil.rmtree(deploy.root / "dashboards/team")
    (deploy.root / "dashboards/team").mkdir()
    result = deploy("--yes", "--prune")
    assert result.returncode == 2
    assert "dashboards/team: 1 board would be removed" in result.stderr
    assert len(server.store.boards) == 3
    (deploy.root / "dashboards/team").rmdir()
    assert deploy("--yes", "--prune").returncode == 0
    assert len(server.store.boards) == 2


@pytest.mark.parametrize("share", ["20", "100"])
def test_an_empty_project_prunes_nothing(server: StandIn, deploy: Deploying, share: str) -> None:
    """A mount that vanished leaves an empty folder behind; nobody asked to delete its boards."""
    assert deploy("--yes").returncode == 0
    for module in (deploy.root / "dashboards").glob("*.py"):
        module.unlink()
    server.log.clear()
    result = deploy("--yes", "--prune", "--prune-share", share)
    assert result.returncode == 2
    assert (
        "nothing is deleted, because the project declares no boards and no alert" in result.stderr
    )
    assert server.list_writes() == []
    assert server.store.boards


@pytest.mark.parametrize("kind", ["broken link", "raises", "exits", "not UTF-8"])
def test_a_board_whose_file_cannot_be_read_is_not_deleted(
    server: StandIn, deploy: Deploying, kind: str
) -> None:
    assert deploy("--yes").returncode == 0
    module = deploy.root / "dashboards/b.py"
    module.unlink()
    match kind:
        case "broken link":
            module.symlink_to("/mnt/vanished/b.py")
        case "raises":
            module.write_text("raise SystemError('no')\n")
        case "exits":
            module.write_text("import sys\nsys.exit(0)\n")
        case "not UTF-8":
            module.write_bytes(b"\xff\xfe")
    server.log.clear()
    result = deploy("--yes", "--prune", "--prune-share", "100")
    assert result.returncode == 2
    assert "dashboards/b.py" in result.stderr
    assert server.list_writes() == []
    assert sorted(server.store.boards) == ["demo", "second"]


def test_an_incomplete_list_of_boards_prunes_nothing(server: StandIn, deploy: Deploying) -> None:
    deploy("--yes")
    (deploy.root / "dashboards/b.py").unlink()

    def before(request: Request) -> Answer | None:
        if request.path == "/api/search":
            raise Refusal(500, "database is locked")
        return None

    server.before = before
    result = deploy("--yes", "--prune")
    assert result.returncode == 2
    assert (
        "nothing is deleted, because the list of the project's boards and rules is not complete"
        in result.stderr
    )
    assert set(server.store.boards) == {"demo", "second"}


def test_a_board_that_does_not_compile_prunes_nothing(server: StandIn, deploy: Deploying) -> None:
    deploy("--yes")
    deploy.write({"dashboards/b.py": "1 / 0\n"})
    assert deploy("--yes", "--prune").returncode == 2
    assert set(server.store.boards) == {"demo", "second"}


def test_a_saved_plan_is_applied_exactly(server: StandIn, deploy: Deploying) -> None:
    assert deploy("--save-plan", "plan.json").returncode == 1
    assert server.list_writes() == []
    assert TOKEN not in (deploy.root / "plan.json").read_text()
    deploy.write({"dashboards/a.py": BOARD.replace('"Up"', '"Later"')})
    result = deploy("--apply-plan", "plan.json", "--yes")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.endswith("2 boards: 2 created\n")
    assert server.store.boards["demo"].body["panels"][0]["title"] == "Up"


@pytest.mark.parametrize("change", ["edit", "delete", "create", "folder"])
def test_a_saved_plan_is_refused_after_a_change_on_the_server(
    server: StandIn, deploy: Deploying, change: str
) -> None:
    deploy("--yes", "dashboards/a.py")
    deploy("--save-plan", "plan.json")
    if change == "edit":
        by_hand(server, "demo", title="Mine")
    elif change == "delete":
        del server.store.boards["demo"]
    elif change == "folder":
        del server.store.folders["demo-folder"]
    else:
        deploy("--yes", "dashboards/b.py")
    server.log.clear()
    result = deploy("--apply-plan", "plan.json", "--yes")
    assert result.returncode == 2
    assert (
        "these boards or rules have changed on the server since the plan was made: "
        in result.stderr
    )
    assert server.list_writes() == []


def sign_again(data: dict[str, Any]) -> bytes:
    """Return the file of a plan whose digest was made again after an edit."""
    data.pop("digest")
    return encode_canonical_json({**data, "digest": compute_plan_digest(data)})


@pytest.mark.parametrize("is_signed", [False, True])
@pytest.mark.parametrize("action", ["create", "update", "unchanged", "delete", "", None, 1])
def test_a_plan_with_an_edited_action_is_refused(
    server: StandIn, deploy: Deploying, action: object, is_signed: bool
) -> None:
    """A deletion remains a deletion with any action, also with a matching digest."""
    deploy("--yes")
    (deploy.root / "dashboards/b.py").unlink()
    deploy("--prune", "--prune-share", "100", "--save-plan", "plan.json")
    data = json.loads((deploy.root / "plan.json").read_text())
    data["environments"][0]["plan"]["prunes"][0]["action"] = action
    content = sign_again(data) if is_signed else encode_canonical_json(data)
    (deploy.root / "plan.json").write_bytes(content)
    server.log.clear()
    result = deploy("--apply-plan", "plan.json", "--yes")
    assert result.returncode == 2, result.stdout
    message = "is not a plan of this version" if is_signed else "was changed after boardwright"
    assert f"plan.json: the file {message}" in result.stderr
    assert server.log == []
    assert "second" in server.store.boards


def test_a_plan_with_an_edited_board_is_refused(server: StandIn, deploy: Deploying) -> None:
    deploy("--save-plan", "plan.json")
    plan = deploy.root / "plan.json"
    plan.write_text(plan.read_text().replace('"Up"', '"Down"'))
    result = deploy("--apply-plan", "plan.json", "--yes")
    assert result.returncode == 2
    assert (
        "plan.json: the file was changed after boardwright wrote it\n  boardwright sent no changes."
        in result.stderr
    )
    assert server.list_writes() == []


DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize("text", [DEEP, "", "{}", '{"format": 1}', '{"format": 2}', "[1]"])
def test_a_file_that_is_not_a_plan_is_refused(deploy: Deploying, text: str) -> None:
    deploy.write({"plan.json": text})
    result = deploy("--apply-plan", "plan.json", "--yes")
    assert result.returncode == 2
    assert "plan.json: the file is not a plan of this version of boardwright" in result.stderr


def test_a_saved_plan_is_refused_for_another_grafana(deploy: Deploying) -> None:
    deploy("--save-plan", "plan.json")
    with stand_in() as other:
        other.store.add_token(TOKEN, "Admin")
        toml = (deploy.root / "boardwright.toml").read_text()
        url = json.loads((deploy.root / "plan.json").read_text())["environments"][0]["grafana"][
            "url"
        ]
        (deploy.root / "boardwright.toml").write_text(toml.replace(url, other.url))
        result = deploy("--apply-plan", "plan.json", "--yes")
        assert result.returncode == 2
        assert f"the plan was made for another server or organisation: {url}" in result.stderr
        assert other.list_writes() == []


def test_an_unreachable_grafana_does_not_stop_the_others(
    server: StandIn, deploy: Deploying
) -> None:
    toml = '\n[environments.gone]\nurl = "http://127.0.0.1:9"\n'
    toml += f'[environments.live]\nurl = "{server.url}"\nfolder_prefix = "Live"\n'
    (deploy.root / "boardwright.toml").write_text(deploy.toml + toml)
    result = deploy("--yes", "--env", "gone", "--env", "live", "--format", "json")
    assert result.returncode == 2
    reported = read_valid_json(result.stdout, "deploy")
    gone, live = reported["environments"]
    assert (gone["environment"], gone["applied"]) == ("gone", False)
    assert gone["errors"][0]["what"] == "the connection was refused"
    assert (live["environment"], live["applied"]) == ("live", True)
    assert [board["status"] for board in live["boards"]] == ["created", "created"]
    assert [folder["path"] for folder in live["folders"]] == ["Live", "Live/Demo"]
    assert "error: http://127.0.0.1:9: the connection was refused" in result.stderr


def test_the_json_report_of_a_plan_lists_the_actions(server: StandIn, deploy: Deploying) -> None:
    deploy("--yes")
    by_hand(server, "demo", title="Mine")
    (deploy.root / "dashboards/b.py").unlink()
    (reported,) = read_valid_json(deploy("--plan", "--prune", "--format", "json").stdout, "deploy")[
        "environments"
    ]
    assert reported["applied"] is False
    assert [(each["action"], each["status"]) for each in reported["boards"]] == [("conflict", None)]
    (board,) = reported["boards"]
    assert board["error"]["what"].startswith("ann changed the board in Grafana")
    assert board["difference"]["panels"] == []
    (change,) = board["difference"]["changes"]
    assert (change["what"], change["before"], change["after"]) == ("title", "Mine", "Demo")
    assert [each["uid"] for each in reported["prunes"]] == ["second"]


def test_the_json_report_has_differences_only_of_changed_boards(deploy: Deploying) -> None:
    deploy("--yes")
    deploy.write({"dashboards/a.py": BOARD.replace('"Demo"', '"Other"')})
    (reported,) = read_valid_json(deploy("--yes", "--format", "json").stdout, "deploy")[
        "environments"
    ]
    found = {each["uid"]: (each["status"], each["difference"]) for each in reported["boards"]}
    assert found["second"] == ("unchanged", None)
    status, difference = found["demo"]
    assert status == "updated"
    assert [each["after"] for each in difference["changes"]] == ["Other"]


def test_the_schemas_of_diff_and_deploy_define_changes_equally() -> None:
    deploy, diff = (
        json.loads((ROOT / f"docs/reference/{verb}.schema.json").read_text())["$defs"]
        for verb in ("deploy", "diff")
    )
    assert {name: deploy[name] for name in diff} == diff


def test_json_output_needs_plan_or_yes(deploy: Deploying) -> None:
    result = deploy("--format", "json")
    assert result.returncode == 2
    assert "--format json cannot ask for confirmation. Add --yes" in result.stderr


@pytest.mark.parametrize(
    "args", [("--prune", "dashboards/a.py"), ("--apply-plan", "boardwright.toml", "--force")]
)
def test_contradictory_options_are_refused(deploy: Deploying, args: tuple[str, ...]) -> None:
    assert deploy(*args, "--yes").returncode == 2


def test_a_github_job_has_a_summary(
    deploy: Deploying, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "summary.md"
    page.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    deploy.write({"dashboards/a.py": BOARD.replace('"Demo"', '"A|B <b>@ann</b>"')})
    deploy("--yes")
    lines = page.read_text().splitlines()
    assert lines[0] == "before"
    assert lines[1].startswith("### Deploy: Grafana 12.2.0, http://127.0.0.1:")
    assert "2 boards: 2 created" in lines
    assert "| created | A\\|B &lt;b&gt;&#64;ann&lt;/b&gt; | demo |  |" in lines
    assert TOKEN not in page.read_text()


def test_the_summary_shows_the_board_in_conflict(
    server: StandIn, deploy: Deploying, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy("--yes")
    by_hand(server, "demo", title="<b>Mine</b>")
    page = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    deploy("--yes")
    reported = page.read_text()
    assert "2 boards: 1 unchanged, 1 conflict" in reported
    details = reported[reported.index("<details>") : reported.index("</details>")]
    assert "<summary>🟡 changed: <code>Demo</code></summary>" in details
    assert (
        "<code>title</code>: <code>&#60;b&#62;Mine&#60;/b&#62;</code> → <code>Demo</code>"
        in details
    )


def test_release_only_removes_the_tag(server: StandIn, deploy: Deploying) -> None:
    deploy("--yes")
    before = server.store.boards["second"].body
    result = deploy("second", verb="release")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.endswith(' released  board "Second" (second)\n1 board released\n')
    assert server.store.boards["second"].body == {**before, "tags": []}
    (deploy.root / "dashboards/b.py").unlink()
    assert deploy("--yes", "--prune").returncode == 0
    assert "second" in server.store.boards


def test_release_refuses_boards_without_our_tag(server: StandIn, deploy: Deploying) -> None:
    deploy("--yes")
    by_hand(server, "demo", tags=["theirs"])
    result = deploy("demo", "none", "second", "--format", "json", verb="release")
    assert result.returncode == 2
    reported = read_valid_json(result.stdout, "release")
    assert [board["released"] for board in reported["boards"]] == [False, False, True]
    assert "error: demo: " in result.stderr
    assert (
        "the board does not belong to this project: the board lacks the tag boardwright:demo"
        in result.stderr
    )


@pytest.mark.parametrize("version", ["10.4.1", "11.6.0"])
def test_deploys_to_older_versions_of_grafana_work(
    server: StandIn, deploy: Deploying, version: str
) -> None:
    """It has no `/apis`, and 10 returns the version history as a bare list."""

    def after(request: Request, answer: Answer) -> Answer:
        if request.path == "/api/health":
            return Answer(body={**answer.body, "version": version})
        if request.path.startswith("/apis"):
            return Answer(raw=b"<html>Grafana</html>", content_type="text/html")
        if request.path.endswith("/versions") and version.startswith("10"):
            return Answer(body=answer.body["versions"])
        return answer

    server.after = after
    if version.startswith("10"):
        what = "Grafana 10 accepts no board whose title equals the title of the board's folder"
        assert what in deploy("--plan").stderr
    deploy.write({"dashboards/a.py": BOARD.replace('"Demo"', '"First"')})
    deploy.write({f"dashboards/c{n}.py": numbered_board(n) for n in range(12)})
    assert deploy("--yes").stdout.endswith("14 boards: 14 created\n")
    assert deploy("--yes").stdout.endswith("14 boards: 14 unchanged\n")
    by_hand(server, "b3", title="Mine")
    result = deploy("--yes")
    assert result.returncode == 1
    assert '("quick fix"), after the last deploy' in result.stderr
    deploy.write({"dashboards/c3.py": f'folder = "A/B"\n{numbered_board(3)}'})
    result = deploy("--yes", "--force")
    if version.startswith("10"):
        assert "Grafana 10 has no folders inside folders" in result.stderr
    assert result.returncode == (2 if version.startswith("10") else 0)
