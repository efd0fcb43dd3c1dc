"""`boardwright deploy` of boards whose bodies need not be read, against a stand-in of 12.4.3."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from standin.server import StandIn, stand_in
from standin.store import Store
from standin.values import Answer, Refusal, Request
from support import FOLDERS, TOKEN, TOML, MakeProject, Run, numbered_board

BOARDS = 16
"""More than are read one by one."""
METADATA = "PartialObjectMetadataList"


class UnreadDeploys:
    """A project of sixteen boards, and the requests of a deploy."""

    def __init__(self, make: MakeProject, run: Run, server: StandIn) -> None:
        self._run, self.server = run, server
        self.toml = f'{TOML}{FOLDERS}\n[grafana]\nurl = "{server.url}"\nretries = 0\n'
        files = {f"dashboards/b{n}.py": numbered_board(n) for n in range(BOARDS)}
        self.root = make(files, toml=self.toml)
        self.bodies = 0
        server.after = self._count_bodies

    def _count_bodies(self, request: Request, answer: Answer) -> Answer:
        if request.method == "GET" and "/dashboards" in request.path and answer.status == 200:
            items = answer.body.get("items", [answer.body])
            self.bodies += sum(isinstance(item, dict) and "spec" in item for item in items)
        return answer

    def __call__(self, *args: str) -> tuple[str, int]:
        """Deploy; return the last line, and the number of bodies that were read."""
        self.bodies = 0
        result = self._run("deploy", *(args or ("--yes",)), cwd=self.root)
        assert "bug in boardwright" not in result.stderr, result.stderr
        return result.stdout.splitlines()[-1], self.bodies

    def record(self) -> Path:
        """Return the file with the states of the boards."""
        (found,) = (self.root / ".boardwright").glob("deployed-*.json")
        return found


@pytest.fixture
def deploy(
    make_project: MakeProject, run: Run, monkeypatch: pytest.MonkeyPatch
) -> Iterator[UnreadDeploys]:
    """Return a project whose boards are deployed, and whose bodies a second deploy has read."""
    monkeypatch.setenv("GRAFANA_TOKEN", TOKEN)
    store = Store(version="12.4.3")
    store.prefers_v2 = False
    store.add_token(TOKEN, "Admin")
    with stand_in(store=store) as server:
        project = UnreadDeploys(make_project, run, server)
        assert project() == ("16 boards: 16 created", 0)
        assert project() == ("16 boards: 16 unchanged", BOARDS)
        yield project


def test_a_third_deploy_reads_no_bodies(deploy: UnreadDeploys) -> None:
    deploy.server.log.clear()
    assert deploy() == ("16 boards: 16 unchanged", 0)
    assert deploy.server.list_writes() == []


def test_an_edit_in_grafana_is_noticed(deploy: UnreadDeploys) -> None:
    board = deploy.server.store.boards["b3"]
    board.versions.append(({**board.body, "tags": ["boardwright:demo"], "title": "Edited"}, ""))
    last, bodies = deploy("--plan")
    assert (last, bodies) == ("Plan: 16 boards: 1 conflict, 15 unchanged", 1)


def test_a_changed_declaration_is_saved(deploy: UnreadDeploys) -> None:
    file = deploy.root / "dashboards/b3.py"
    file.write_text(file.read_text().replace('"up"', '"down"'))
    last, bodies = deploy()
    assert (last, bodies) == ("16 boards: 1 updated, 15 unchanged", 1)
    assert deploy() == ("16 boards: 16 unchanged", 1)
    assert deploy() == ("16 boards: 16 unchanged", 0)


def test_another_folder_of_the_declarations_is_a_move(deploy: UnreadDeploys) -> None:
    """A change of boardwright.toml makes every earlier comparison void."""
    moved = deploy.toml.replace('title = "Demo"', 'title = "Elsewhere"')
    assert moved != deploy.toml
    (deploy.root / "boardwright.toml").write_text(moved)
    assert deploy("--plan")[1] == BOARDS


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda text: text[: len(text) // 2], id="cut off"),
        pytest.param(lambda text: b"", id="empty"),
        pytest.param(lambda text: b"[]", id="a list"),
        pytest.param(lambda text: text.replace(b'"key":"', b'"key":"0'), id="another program"),
        pytest.param(lambda text: text.replace(b'"b1":[', b'"b1":[1,'), id="too many values"),
    ],
)
def test_a_damaged_record_is_as_if_it_were_not_there(deploy: UnreadDeploys, damage) -> None:
    deploy.record().write_bytes(damage(deploy.record().read_bytes()))
    assert deploy() == ("16 boards: 16 unchanged", BOARDS)
    assert deploy() == ("16 boards: 16 unchanged", 0)


def test_no_cache_reads_every_body(deploy: UnreadDeploys) -> None:
    before = deploy.record().read_bytes()
    assert deploy("--yes", "--no-cache") == ("16 boards: 16 unchanged", BOARDS)
    assert deploy.record().read_bytes() == before


def test_a_deploy_of_one_file_keeps_the_states_of_the_others(deploy: UnreadDeploys) -> None:
    assert deploy("--yes", "dashboards/b1.py") == ("1 board: 1 unchanged", 1)
    assert deploy() == ("16 boards: 16 unchanged", 0)


def test_an_organisation_has_its_own_states(deploy: UnreadDeploys) -> None:
    """The states of one address say nothing about another."""
    with stand_in(store=deploy.server.store) as other:
        other.after = deploy.server.after
        assert deploy("--yes", "--url", other.url)[1] == BOARDS


def test_a_list_of_metadata_that_fails_leads_to_the_bodies(deploy: UnreadDeploys) -> None:
    def refuse(request: Request) -> Answer | None:
        if METADATA in request.headers.get("Accept", ""):
            raise Refusal(406, "not acceptable")
        return None

    deploy.server.before = refuse
    assert deploy() == ("16 boards: 16 unchanged", BOARDS)


def test_a_server_that_ignores_the_header_sends_bodies_and_all_is_well(
    deploy: UnreadDeploys,
) -> None:
    def ignore(request: Request) -> Answer | None:
        request.headers["Accept"] = "application/json"
        return None

    deploy.server.before = ignore
    assert deploy() == ("16 boards: 16 unchanged", BOARDS)


def test_prune_counts_boards_that_were_not_read(deploy: UnreadDeploys) -> None:
    """Four of sixteen boards are 25 %; of the four that are read, they would be 100 %."""
    for number in range(4):
        (deploy.root / f"dashboards/b{number}.py").unlink()
    plan = deploy("--plan", "--prune", "--prune-share", "25")[0]
    assert plan == "Plan: 16 boards: 4 prune, 12 unchanged"


def test_a_saved_plan_is_checked_by_metadata(deploy: UnreadDeploys, tmp_path: Path) -> None:
    saved = tmp_path / "plan.json"
    result = deploy._run("deploy", "--save-plan", str(saved), cwd=deploy.root)
    assert result.returncode == 0
    steps = json.loads(saved.read_text())["environments"][0]["plan"]["boards"]
    assert {step["stored"][0]["type"] for step in steps} == {"UnreadBoard"}
    assert deploy("--yes", "--apply-plan", str(saved)) == ("16 boards: 16 unchanged", 0)

    board = deploy.server.store.boards["b3"]
    board.versions.append(({**board.body, "title": "Edited"}, ""))
    result = deploy._run("deploy", "--yes", "--apply-plan", str(saved), cwd=deploy.root)
    assert result.returncode == 2
    assert (
        "these boards or rules have changed on the server since the plan was made: b3"
        in result.stdout + result.stderr
    )
