"""`boardwright deploy` and `diff` of alert rules, as processes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from alerts.declared import HEAD, module
from cli.json_reports import read_valid_json
from standin.server import StandIn, stand_in
from standin.values import Answer, Refusal, Request, Rule
from support import BOARD, FOLDERS, TOKEN, TOML, MakeProject, Run

PLACE = f"dashboards/alerts.py:{HEAD.count(chr(10)) + 1}"
GROUPS = (
    "load = AlertGroup(name='load', evaluateInterval='1m', rules=[\n"
    "    rule('Load', uid='load'), rule('Calm', uid='calm')])"
)
LOADED = module(GROUPS)
WITHOUT = module(GROUPS.replace(", rule('Calm', uid='calm')", ""))
CHANGED = LOADED.replace("$A > 1", "$A > 2")


class Project:
    """A project of alert rules, and `boardwright` run in it; no output holds the token."""

    def __init__(self, make: MakeProject, run: Run, url: str) -> None:
        self._run = run
        toml = f'{TOML}{FOLDERS}\n[grafana]\nurl = "{url}"\nretries = 0\n'
        self.root = make({"dashboards/alerts.py": LOADED}, toml=toml)

    def write(self, text: str, name: str = "alerts") -> None:
        (self.root / f"dashboards/{name}.py").write_text(text)

    def __call__(self, *args: str) -> tuple[int, str, str]:
        result = self._run(*args, cwd=self.root)
        assert TOKEN not in result.stdout + result.stderr
        assert "bug in boardwright" not in result.stderr, result.stderr
        return result.returncode, result.stdout, result.stderr

    def json(self, *args: str, schema: str) -> Any:
        _, stdout, _ = self(*args, "--format", "json")
        return read_valid_json(stdout, schema)


@pytest.fixture(autouse=True)
def one_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAFANA_TOKEN", TOKEN)


@pytest.fixture
def project(server: StandIn, make_project: MakeProject, run: Run) -> Project:
    return Project(make_project, run, server.url)


def by_hand(server: StandIn, uid: str, **changes: Any) -> None:
    rule = server.store.rules[uid]
    rule.body = {**rule.body, **changes}


def theirs(server: StandIn, uid: str, group: str = "theirs", **more: Any) -> Rule:
    """Put a rule of someone else's into a folder."""
    body = {"title": "Theirs", "condition": "A", "data": [], "for": "1m", "annotations": {"a": "b"}}
    rule = Rule(
        id=90, uid=uid, folder="demo-folder", group=group, interval=60,
        body=body, provenance="", **more,
    )  # fmt: skip
    server.store.rules[uid] = rule
    return rule


def test_groups_are_planned_then_created_then_unchanged(server: StandIn, project: Project) -> None:
    code, stdout, stderr = project("deploy", "--plan")
    assert (code, stderr, server.list_writes()) == (1, "", [])
    assert stdout.splitlines() == [
        f'Grafana 12.2.0 at {server.url}, organisation "Main Org."',
        '   create  folder "Demo" (demo-folder)',
        "           FOLDER  UID  TITLE",
        '   create  Demo    -    alert group "load", 2 rules',
        "Plan: 1 folder to create, 1 alert group: 1 create",
    ]
    code, stdout, stderr = project("deploy", "--yes")
    assert (code, stderr) == (0, "")
    assert stdout.splitlines()[-3:] == [
        "           FOLDER  UID  TITLE                        ADDRESS",
        '  created  Demo    -    alert group "load", 2 rules  -',
        "1 alert group: 1 created",
    ]
    assert [rule.provenance for rule in server.store.rules.values()] == ["api", "api"]
    server.log.clear()
    code, stdout, _ = project("deploy", "--yes")
    assert (code, server.list_writes()) == (0, [])
    assert stdout.endswith("1 alert group: 1 unchanged\n")
    assert project("deploy", "--plan")[0] == 0


def test_a_change_is_shown_and_sent(server: StandIn, project: Project) -> None:
    project("deploy", "--yes")
    project.write(CHANGED.replace("'1m'", "'2m'"))
    code, stdout, _ = project("deploy", "--yes")
    assert code == 0
    assert '   update  alert group "load":\n    interval: 60 s -> 120 s\n' in stdout
    assert '    ~ rule "Load": changed\n        query B: $A > 1 -> $A > 2\n' in stdout
    assert stdout.endswith("1 alert group: 1 updated\n")
    assert {rule.interval for rule in server.store.rules.values()} == {120}


def test_a_rule_changed_by_someone_else_is_unchanged_unless_forced(
    server: StandIn, project: Project
) -> None:
    project("deploy", "--yes")
    by_hand(server, "calm", **{"for": "9m"})
    assert project("deploy", "--plan")[0] == 1
    code, stdout, stderr = project("deploy", "--yes")
    assert code == 1
    assert "        pending period: 9m -> 5m\n" in stdout
    assert stdout.endswith("1 alert group: 1 conflict\n")
    assert stderr.startswith(
        f'conflict: {PLACE}: alert group "load": someone changed rules in Grafana after the last'
        " deploy, at "
    )
    assert ': "Calm" (calm, group "load")\n' in stderr
    assert project("deploy", "--yes", "--adopt")[0] == 1
    assert project("deploy", "--yes", "--force")[0] == 0
    assert server.store.rules["calm"].body["for"] == "5m"


def test_a_rule_of_others_with_our_uid_is_not_moved(server: StandIn, project: Project) -> None:
    rule = theirs(server, "calm")
    code, _, stderr = project("deploy", "--yes", "--force")
    assert code == 1
    assert 'without the annotation of the project demo: "Theirs" (calm, group "theirs")' in stderr
    assert server.store.rules == {"calm": rule}
    assert project("deploy", "--yes", "--adopt")[0] == 0
    assert {rule.group for rule in server.store.rules.values()} == {"load"}


def test_a_rule_of_a_file_is_refused(server: StandIn, project: Project) -> None:
    theirs(server, "calm").provenance = "file"
    project.write(BOARD, "board")
    code, stdout, stderr = project("deploy", "--yes", "--adopt", "--force")
    assert code == 2
    assert stdout.endswith("1 board: 1 created; 1 alert group: 1 failed\n")
    assert "the rule \"Theirs\" (calm) has the provenance 'file' in Grafana" in stderr
    assert list(server.store.rules) == ["calm"]


def test_prune_deletes_only_our_rules_that_are_no_longer_declared(
    server: StandIn, project: Project
) -> None:
    project("deploy", "--yes")
    theirs(server, "other", group="load")
    project.write(WITHOUT)
    assert project("deploy", "--yes")[0] == 0
    assert set(server.store.rules) == {"load", "calm", "other"}
    code, stdout, _ = project("deploy", "--plan", "--prune")
    assert code == 1
    assert "    prune          calm  Calm\n" in stdout
    assert stdout.endswith("Plan: 1 alert rule: 1 prune; 1 alert group: 1 unchanged\n")
    code, stdout, _ = project("deploy", "--yes", "--prune")
    assert (code, set(server.store.rules)) == (0, {"load", "other"})
    assert stdout.endswith("1 alert rule: 1 pruned; 1 alert group: 1 unchanged\n")


def test_prune_refuses_to_delete_more_rules_than_the_share(
    server: StandIn, project: Project
) -> None:
    many = ", ".join(f"rule('R{n}', uid='r{n}')" for n in range(8))
    project.write(module(f"g = AlertGroup(name='many', rules=[{many}])"))
    project("deploy", "--yes")
    project.write(module("g = AlertGroup(name='many', rules=[rule('R0', uid='r0')])"))
    code, _, stderr = project("deploy", "--yes", "--prune")
    assert code == 2
    assert (
        "nothing is deleted, because 7 of 8 alert rules would be deleted, which is more than 20 %"
    ) in stderr
    assert len(server.store.rules) == 8
    assert project("deploy", "--yes", "--prune", "--prune-share", "100")[0] == 0
    assert list(server.store.rules) == ["r0"]


@pytest.mark.parametrize("status", [403, 404])
def test_only_boards_are_pruned_if_rules_cannot_be_read(
    server: StandIn, project: Project, status: int
) -> None:
    def before(request: Request) -> Answer | None:
        if "alert-rules" in request.path:
            raise Refusal(status, "no")
        return None

    server.before = before
    (project.root / "dashboards/alerts.py").unlink()
    project.write(BOARD, "board")
    assert project("deploy", "--yes", "--prune")[0] == 0
    assert project("diff")[0] == 0


def test_rules_that_cannot_be_read_are_not_written(server: StandIn, project: Project) -> None:
    def before(request: Request) -> Answer | None:
        if "alert-rules" in request.path:
            raise Refusal(500, "no")
        return None

    server.before = before
    code, _, stderr = project("deploy", "--yes", "--prune")
    assert code == 2
    assert 'alert group "load": ' in stderr
    assert server.list_writes() == []


def test_a_rule_in_another_group_is_moved_without_a_deletion(
    server: StandIn, project: Project
) -> None:
    project("deploy", "--yes")
    number = server.store.rules["calm"].id
    rest = "rest = AlertGroup(name='rest', rules=[rule('Calm', uid='calm')])"
    project.write(WITHOUT + rest + "\n")
    code, stdout, _ = project("deploy", "--yes")
    assert code == 0
    assert '    ~ rule "Calm": moved\n        group: load in Demo -> rest in Demo\n' in stdout
    assert (server.store.rules["calm"].id, server.store.rules["calm"].group) == (number, "rest")
    assert project("deploy", "--plan", "--prune")[0] == 0


def test_a_saved_plan_of_rules_is_applied_as_saved(server: StandIn, project: Project) -> None:
    project("deploy", "--yes")
    project.write(WITHOUT.replace("$A > 1", "$A > 2"))
    assert project("deploy", "--save-plan", "plan.json", "--prune")[0] == 1
    project.write(LOADED)
    code, stdout, stderr = project("deploy", "--apply-plan", "plan.json", "--yes")
    assert (code, stderr) == (0, "")
    assert stdout.endswith("1 alert rule: 1 pruned; 1 alert group: 1 updated\n")
    assert server.store.rules["load"].body["data"][1]["model"]["expression"] == "$A > 2"


@pytest.mark.parametrize("change", ["edit", "delete", "theirs", "move"])
def test_a_saved_plan_is_refused_after_a_change_of_the_rules(
    server: StandIn, project: Project, change: str
) -> None:
    project("deploy", "--yes")
    project.write(CHANGED)
    project("deploy", "--save-plan", "plan.json")
    if change == "edit":
        by_hand(server, "calm", **{"for": "9m"})
    elif change == "delete":
        del server.store.rules["calm"]
    elif change == "theirs":
        theirs(server, "other", group="load")
    else:
        server.store.rules["calm"].group = "elsewhere"
    server.log.clear()
    code, _, stderr = project("deploy", "--apply-plan", "plan.json", "--yes")
    assert code == 2
    assert (
        "these boards or rules have changed on the server since the plan was made: load" in stderr
    )
    assert server.list_writes() == []


def test_the_json_report_lists_groups_and_rules(server: StandIn, project: Project) -> None:
    (reported,) = project.json("deploy", "--yes", schema="deploy")["environments"]
    (group,) = reported["groups"]
    assert (group["action"], group["status"], group["name"]) == ("create", "created", "load")
    assert [rule["uid"] for rule in group["rules"]] == ["load", "calm"]
    project.write(WITHOUT)
    (reported,) = project.json("deploy", "--plan", "--prune", schema="deploy")["environments"]
    assert [(each["kind"], each["uid"]) for each in reported["prunes"]] == [("rule", "calm")]


def test_the_summary_of_a_github_job_lists_the_groups(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(project.root / "page.md"))
    project("deploy", "--yes")
    lines = (project.root / "page.md").read_text().splitlines()
    assert "1 alert group: 1 created" in lines
    assert '| created | alert group "load" |  |  |' in lines


def test_a_released_rule_is_not_pruned(server: StandIn, project: Project) -> None:
    project("deploy", "--yes")
    reported = project.json("release", "calm", "none", schema="release")
    assert reported["rules"][0] == {"uid": "calm", "title": "Calm", "released": True, "error": None}
    assert (
        reported["boards"][0]["error"]["what"] == "Grafana has no board or alert rule with this uid"
    )
    assert "__boardwright__" not in server.store.rules["calm"].body["annotations"]
    project.write(WITHOUT)
    assert project("deploy", "--yes", "--prune")[0] == 0
    assert set(server.store.rules) == {"load", "calm"}
    code, stdout, _ = project("release", "load")
    assert (code, stdout.splitlines()[1:]) == (
        0,
        [' released  alert rule "Load" (load)', "1 alert rule released"],
    )


def test_no_rules_are_sent_to_a_folder_that_cannot_be_created(
    server: StandIn, project: Project
) -> None:
    def before(request: Request) -> Answer | None:
        if request.method == "POST":
            raise Refusal(403, "no")
        return None

    server.before = before
    code, _, stderr = project("deploy", "--yes")
    assert code == 2
    assert 'the folder "Demo" could not be created' in stderr
    assert server.store.rules == {}


def test_rules_of_an_environment_use_its_folders_and_data_sources(
    server: StandIn, project: Project
) -> None:
    toml = project.root / "boardwright.toml"
    toml.write_text(
        toml.read_text()
        + f'\n[environments.live]\nurl = "{server.url}"\nfolder_prefix = "Live"\n'
        + '[environments.live.datasources]\nprometheus = "P1"\n'
    )
    server.store.data_sources.append(("P1", "Live", "prometheus"))
    assert project("deploy", "--yes", "--env", "live")[0] == 0
    rule = server.store.rules["load"]
    assert server.store.folders[rule.folder].parent == "live-folder"
    assert rule.body["data"][0]["datasourceUid"] == "P1"


DIFFS: Mapping[str, tuple[str, list[str]]] = {
    "query": (
        CHANGED.replace("$A > 1", "$A > 2"),
        ['    ~ rule "Load": changed', "        query B: $A > 1 -> $A > 2"],
    ),
    "removed": (
        WITHOUT,
        ['    - rule "Calm": removed', "        query A: up"],
    ),
    "label": (
        LOADED.replace("'Load', uid", "'Load', labels={'a': 'b'}, uid"),
        ['    ~ rule "Load": changed', "        label a: b"],
    ),
    "renamed": (
        LOADED.replace("'Load', uid", "'Much load', uid"),
        ['    ~ rule "Much load": renamed', "        title: Load -> Much load"],
    ),
}


@pytest.mark.parametrize("name", DIFFS)
@pytest.mark.parametrize("side", ["grafana", "committed"])
def test_a_difference_is_shown_by_rule(
    server: StandIn, project: Project, name: str, side: str
) -> None:
    project("deploy", "--yes")
    project("build")
    code, stdout, stderr = project("diff", "--against", side)
    assert (code, stderr) == (0, "")
    assert stdout.endswith("\n\n1 alert group: 1 same\n")
    text, lines = DIFFS[name]
    project.write(text)
    code, stdout, stderr = project("diff", "--against", side)
    assert (code, stderr) == (1, "")
    reported = stdout.splitlines()
    assert reported[2] == f'~ alert group "load" in Demo: changed  {PLACE}'
    assert reported[3:5] == lines
    assert reported[-1] == "1 alert group: 1 changed"
    (group,) = project.json("diff", "--against", side, schema="diff")["groups"]
    assert group["kind"] == "changed"
    for form in ("markdown", "github"):
        assert "load" in project("diff", "--against", side, "--format", form)[1]


def test_new_and_removed_groups_are_shown(server: StandIn, project: Project) -> None:
    code, stdout, _ = project("diff")
    assert code == 1
    assert '+ alert group "load" in Demo: created' in stdout
    assert "    2 rules\n" in stdout
    project("deploy", "--yes")
    project.write("x = 1\n")
    project.write(BOARD, "board")
    code, stdout, _ = project("diff")
    assert code == 1
    assert '- alert group "load" in demo-folder: removed\n    2 rules\n' in stdout
    assert stdout.endswith("1 board: 1 created; 1 alert group: 1 removed\n")
    code, stdout, _ = project("diff", "dashboards/board.py")
    assert stdout.endswith("1 board: 1 created\n")


def test_rules_are_compared_with_the_grafana_of_each_environment(
    server: StandIn, project: Project
) -> None:
    with stand_in() as other:
        other.store.add_token(TOKEN, "Admin")
        other.store.data_sources.append(("P1", "Live", "prometheus"))
        toml = project.root / "boardwright.toml"
        toml.write_text(
            toml.read_text()
            + f'\n[environments.live]\nurl = "{other.url}"\n'
            + '[environments.live.datasources]\nprometheus = "P1"\n'
            + f'[environments.test]\nurl = "{server.url}"\n'
        )
        project("deploy", "--yes", "--env", "live", "--env", "test")
        args = ("diff", "--env", "test", "--against", "env:live")
        assert project(*args)[0] == 0
        other.store.rules["load"].body["for"] = "9m"
        code, stdout, _ = project(*args)
        assert (code, "        pending period: 9m -> 5m\n" in stdout) == (1, True)
