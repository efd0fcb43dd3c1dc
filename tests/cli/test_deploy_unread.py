"""`boardwright deploy` of boards whose bodies need not be read, against a stand-in of 12.4.3."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from standin.server import StandIn, stand_in
from standin.store import Store
from standin.values import Answer, Board, Refusal, Request
from support import FOLDERS, TOKEN, TOML, MakeProject, Run, numbered_board

BOARDS = 16
"""More than are read one by one."""
METADATA = "PartialObjectMetadataList"
LIST = "/apis/dashboard.grafana.app/v0alpha1/namespaces/default/dashboards"


def add_board(store: Store) -> None:
    """Add a board that the project does not declare."""
    store.boards["other"] = Board(id=store.new_id(), uid="other", folder="")
    store.boards["other"].versions.append(({"title": "Other"}, ""))


class UnreadDeploys:
    """A project of sixteen boards, and the requests of a deploy."""

    def __init__(self, make: MakeProject, run: Run, server: StandIn) -> None:
        self._run, self.server = run, server
        self.toml = f'{TOML}{FOLDERS}\n[grafana]\nurl = "{server.url}"\nretries = 0\n'
        files = {f"dashboards/b{n}.py": numbered_board(n) for n in range(BOARDS)}
        self.root = make(files, toml=self.toml)
        self.bodies = 0
        server.after = self.count_bodies

    def edit(self, uid: str) -> None:
        """Edit a board as in Grafana's editor."""
        board = self.server.store.boards[uid]
        board.versions.append(({**board.body, "title": "Edited"}, ""))

    def lists(self) -> int:
        """Return the number of lists of boards that were requested since the last call."""
        count = self.server.log.count(("GET", LIST))
        self.server.log.clear()
        return count

    def count_bodies(self, request: Request, answer: Answer) -> Answer:
        """Count the boards in an answer that have a body."""
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


def test_a_third_deploy_reads_neither_bodies_nor_the_list(deploy: UnreadDeploys) -> None:
    deploy.server.log.clear()
    assert deploy() == ("16 boards: 16 unchanged", 0)
    assert deploy.server.log == [
        ("GET", "/api/health"),
        ("GET", "/api/org"),
        ("GET", "/api/datasources"),
        ("GET", "/apis/dashboard.grafana.app"),
        ("GET", LIST),  # one board, for the version of the list
        ("GET", "/apis/folder.grafana.app"),
        ("GET", "/apis/folder.grafana.app/v1beta1/namespaces/default/folders/demo-folder"),
    ]


def test_after_a_save_of_another_board_only_the_metadata_is_read(deploy: UnreadDeploys) -> None:
    add_board(deploy.server.store)
    deploy.server.log.clear()
    assert deploy() == ("16 boards: 16 unchanged", 0)
    assert deploy.lists() == 2
    assert deploy() == ("16 boards: 16 unchanged", 0)
    assert deploy.lists() == 1


def test_a_save_while_the_list_is_read_is_noticed_next_time(deploy: UnreadDeploys) -> None:
    """The version of the list is from before the save, so the next deploy reads the list."""
    add_board(deploy.server.store)

    def save(request: Request, answer: Answer) -> Answer:
        if request.path == LIST and request.params["limit"] != "1":
            deploy.edit("b3")
        return deploy.count_bodies(request, answer)

    deploy.server.after = save
    assert deploy() == ("16 boards: 16 unchanged", 0)
    deploy.server.after = deploy.count_bodies
    assert deploy("--plan") == ("Plan: 16 boards: 1 conflict, 15 unchanged", 1)


def test_an_edit_in_grafana_is_noticed(deploy: UnreadDeploys) -> None:
    deploy.edit("b3")
    assert deploy("--plan") == ("Plan: 16 boards: 1 conflict, 15 unchanged", 1)


def test_a_deletion_in_grafana_is_noticed(deploy: UnreadDeploys) -> None:
    del deploy.server.store.boards["b3"]
    assert deploy() == ("16 boards: 1 created, 15 unchanged", 0)


@pytest.mark.parametrize("version", ["12.3.1", "13.0.0"])
def test_other_versions_of_grafana_list_the_metadata(deploy: UnreadDeploys, version: str) -> None:
    """Nobody observed on these versions which writes change the version of the list."""

    def report(request: Request) -> Answer | None:
        health = {"database": "ok", "version": version, "commit": "NA"}
        return Answer(body=health) if request.path == "/api/health" else None

    deploy.server.before = report
    deploy.server.log.clear()
    assert deploy() == ("16 boards: 16 unchanged", 0)
    assert deploy.lists() == 1
    assert deploy() == ("16 boards: 16 unchanged", 0)
    assert deploy.lists() == 1


def test_a_list_without_a_version_is_read(deploy: UnreadDeploys) -> None:
    """A version of the list that is not larger than those of the boards proves nothing."""

    def lack(request: Request, answer: Answer) -> Answer:
        if request.path == LIST:
            answer.body["metadata"]["resourceVersion"] = "1"
        return deploy.count_bodies(request, answer)

    deploy.server.after = lack
    deploy.server.log.clear()
    for _ in range(2):
        assert deploy() == ("16 boards: 16 unchanged", 0)
        assert deploy.lists() == 2


def test_the_older_storage_counts_saves_and_every_body_is_read(deploy: UnreadDeploys) -> None:
    """Deleted and created again, a board has the uid and the version that it had before."""
    deploy.server.store.has_older_storage = True
    for _ in range(2):
        assert deploy() == ("16 boards: 16 unchanged", BOARDS)
    board = deploy.server.store.boards["b3"]
    board.versions[:] = [({**board.body, "title": "Edited"}, "")]
    assert deploy("--plan")[0] == "Plan: 16 boards: 1 update, 15 unchanged"


def test_a_changed_declaration_is_saved(deploy: UnreadDeploys) -> None:
    file = deploy.root / "dashboards/b3.py"
    file.write_text(file.read_text().replace('"up"', '"down"'))
    last, bodies = deploy()
    assert (last, bodies) == ("16 boards: 1 updated, 15 unchanged", 1)
    assert deploy() == ("16 boards: 16 unchanged", 1)
    assert deploy() == ("16 boards: 16 unchanged", 0)


def test_a_changed_folder_in_the_configuration_moves_all_boards(deploy: UnreadDeploys) -> None:
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
        pytest.param(lambda text: text.replace(b'"b1":{', b'"b1":{"size":1,'), id="unknown field"),
        pytest.param(lambda text: text.replace(b'"object_uid"', b'"number"'), id="missing field"),
        pytest.param(lambda text: re.sub(rb'"state":{[^}]*}', b'"state":1', text), id="no object"),
    ],
)
def test_a_damaged_record_is_ignored(deploy: UnreadDeploys, damage) -> None:
    record = deploy.record().read_bytes()
    assert damage(record) != record
    deploy.record().write_bytes(damage(record))
    assert deploy() == ("16 boards: 16 unchanged", BOARDS)
    assert deploy() == ("16 boards: 16 unchanged", 0)


def test_no_cache_reads_every_body(deploy: UnreadDeploys) -> None:
    before = deploy.record().read_bytes()
    assert deploy("--yes", "--no-cache") == ("16 boards: 16 unchanged", BOARDS)
    assert deploy.record().read_bytes() == before


def test_no_cache_does_not_request_the_version_of_the_list(deploy: UnreadDeploys) -> None:
    """Nothing stores the version, so the only list is that of the bodies."""
    deploy.server.log.clear()
    deploy("--yes", "--no-cache")
    assert deploy.lists() == 1


def test_a_deploy_of_one_file_keeps_the_states_of_the_others(deploy: UnreadDeploys) -> None:
    assert deploy("--yes", "dashboards/b1.py") == ("1 board: 1 unchanged", 0)
    assert deploy() == ("16 boards: 16 unchanged", 0)
    add_board(deploy.server.store)
    assert deploy("--yes", "dashboards/b1.py") == ("1 board: 1 unchanged", 1)
    deploy.server.log.clear()
    assert deploy() == ("16 boards: 16 unchanged", 0)
    assert deploy.lists() == 2  # the deploy of one file did not find out about the others


def test_an_organisation_has_its_own_states(deploy: UnreadDeploys) -> None:
    """The states of one address are not used for another."""
    with stand_in(store=deploy.server.store) as other:
        other.after = deploy.server.after
        assert deploy("--yes", "--url", other.url)[1] == BOARDS


def test_bodies_are_read_if_the_list_of_metadata_fails(deploy: UnreadDeploys) -> None:
    def refuse(request: Request) -> Answer | None:
        if METADATA in request.headers.get("Accept", ""):
            raise Refusal(406, "not acceptable")
        return None

    deploy.server.before = refuse
    assert deploy() == ("16 boards: 16 unchanged", BOARDS)


def test_bodies_sent_in_place_of_metadata_are_accepted(
    deploy: UnreadDeploys,
) -> None:
    def ignore(request: Request) -> Answer | None:
        request.headers["Accept"] = "application/json"
        return None

    deploy.server.before = ignore
    add_board(deploy.server.store)
    assert deploy() == ("16 boards: 16 unchanged", 1 + BOARDS + 1)
    assert deploy() == ("16 boards: 16 unchanged", 1)


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
    deploy.server.log.clear()
    assert deploy("--yes", "--apply-plan", str(saved)) == ("16 boards: 16 unchanged", 0)
    assert deploy.lists() == 1

    deploy.edit("b3")
    result = deploy._run("deploy", "--yes", "--apply-plan", str(saved), cwd=deploy.root)
    assert result.returncode == 2
    assert (
        "these boards or rules have changed on the server since the plan was made: b3"
        in result.stdout + result.stderr
    )
