"""Reading, planning and applying against the stand-in, with failures on the way."""

from __future__ import annotations

import pytest

from boardwright.errors import ServerError
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import (
    FolderError,
    ForbiddenError,
    LoginError,
    ProvisionedError,
)
from boardwright.grafana.plan import Plan, make_plan
from boardwright.grafana.plan_application import ApplyResult, StepOutcome, apply_plan
from boardwright.grafana.server_state import read_state
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder
from boardwright.http.attempts import MAX_CONSECUTIVE_FAILURES, attempt_each
from boardwright.http.request_errors import SlowError, StoppedError
from boardwright.schema.canonical import encode_canonical_json
from standin.kubernetes import CREATE
from standin.server import StandIn
from standin.store import login_refusal
from standin.values import Answer, Folder, Refusal, Request

OUTER = WantedFolder(uid="outer", path="Outer", parent_uid=None)
INNER = WantedFolder(uid="inner", path="Outer/Inner", parent_uid="outer")
MESSAGE = "boardwright: demo"


def board(uid: str, folder: WantedFolder = INNER, title: str = "T") -> WantedBoard:
    text = encode_canonical_json({"uid": uid, "title": title, "schemaVersion": 41, "panels": []})
    return WantedBoard(uid=uid, title=title, text=text, folder=folder, place=f"{uid}.py:1")


def plan(there: Grafana, *boards: WantedBoard) -> Plan:
    folders = [OUTER, INNER]
    state = read_state(there, folders=folders, boards=boards)
    return make_plan(folders=folders, boards=boards, state=state)


def deploy(there: Grafana, *boards: WantedBoard) -> ApplyResult:
    return apply_plan(plan(there, *boards), there, message=MESSAGE)


def statuses(applied: ApplyResult) -> list[str]:
    return [outcome.status for outcome in applied.boards]


def error(outcome: StepOutcome) -> ServerError:
    assert outcome.error is not None
    return outcome.error


def test_a_plan_writes_nothing_to_grafana(server: StandIn, there: Grafana) -> None:
    made = plan(there, board("a"), board("b"))
    assert [step.action for step in made.folders] == ["create", "create"]
    assert [step.action for step in made.boards] == ["create", "create"]
    assert server.list_writes() == []


def test_an_unchanged_board_is_not_saved(server: StandIn, there: Grafana) -> None:
    deploy(there, board("a"), board("b"))
    server.log.clear()
    applied = deploy(there, board("a"), board("b", title="New"))
    assert statuses(applied) == ["unchanged", "updated"]
    assert server.list_writes() == [("POST", "/api/dashboards/db")]
    assert [outcome.url for outcome in applied.boards] == [
        f"{server.url}/d/a/t",
        f"{server.url}/d/b/new",
    ]
    assert server.store.boards["b"].versions[-1][1] == f"{MESSAGE}, version 2"


def test_an_existing_folder_is_used_unchanged(server: StandIn, there: Grafana) -> None:
    server.store.folders["inner"] = Folder(id=1, uid="inner", title="Called otherwise")
    assert statuses(deploy(there, board("a"))) == ["created"]
    assert server.store.folders["inner"].title == "Called otherwise"
    assert server.store.boards["a"].folder == "inner"


def test_a_folder_that_exists_needs_no_parents(server: StandIn, there: Grafana) -> None:
    """Its title may contain a slash: `Outer/Inner` is then one folder at the top."""
    server.store.folders["inner"] = Folder(id=1, uid="inner", title="Outer/Inner")
    assert statuses(deploy(there, board("a"))) == ["created"]
    assert list(server.store.folders) == ["inner"]


def test_a_failed_board_does_not_stop_the_others(server: StandIn, there: Grafana) -> None:
    def before(request: Request) -> Answer | None:
        if request.path == CREATE and request.body["metadata"]["name"] == "b":
            raise Refusal(500, "no such thing")
        return None

    server.before = before
    applied = deploy(there, board("a"), board("b"), board("c"))
    assert statuses(applied) == ["created", "failed", "created"]
    assert error(applied.boards[1]).what == "Grafana failed (HTTP 500): no such thing"


def test_a_board_saved_after_the_plan_is_a_conflict(server: StandIn, there: Grafana) -> None:
    deploy(there, board("a"))
    made = plan(there, board("a", title="Ours"))
    server.store.boards["a"].versions.append(({"title": "Theirs"}, "by hand"))
    (outcome,) = apply_plan(made, there, message=MESSAGE).boards
    assert error(outcome).what.startswith("someone saved the board after it was read")
    assert server.store.boards["a"].title == "Theirs"


def test_a_board_created_after_the_plan_is_a_conflict(server: StandIn, there: Grafana) -> None:
    made = plan(there, board("a"))
    deploy(there, board("a", title="Theirs"))
    (outcome,) = apply_plan(made, there, message=MESSAGE).boards
    assert outcome.status == "conflict"
    assert server.store.boards["a"].title == "Theirs"


def test_a_folder_created_after_the_plan_is_used(server: StandIn, there: Grafana) -> None:
    made = plan(there, board("a"))
    there.create_folder("outer", title="Outer", parent_uid=None)
    applied = apply_plan(made, there, message=MESSAGE)
    assert [outcome.status for outcome in applied.folders] == ["created", "created"]
    assert statuses(applied) == ["created"]


def test_boards_of_a_folder_that_cannot_be_created_are_refused(
    server: StandIn, there: Grafana
) -> None:
    def before(request: Request) -> Answer | None:
        if request.method == "POST" and request.path == "/api/folders":
            raise Refusal(403, "Permissions needed: folders:create")
        return None

    server.before = before
    applied = deploy(there, board("a"))
    outer, inner = (outcome.error for outcome in applied.folders)
    assert isinstance(outer, ForbiddenError)
    assert str(inner) == "the parent folder could not be created"
    assert error(applied.boards[0]).what == 'the folder "Outer/Inner" could not be created'
    assert server.list_writes() == [("POST", "/api/folders")]


def test_a_board_of_a_file_provider_is_refused(server: StandIn, there: Grafana) -> None:
    server.store.provision("a", dict(board("a").body), folder="files", file="infra/a.json")
    applied = deploy(there, board("a"), board("b"))
    assert statuses(applied) == ["failed", "created"]
    assert isinstance(applied.boards[0].error, ProvisionedError)
    assert "the provider reads infra/a.json" in error(applied.boards[0]).what
    assert [path for _, path in server.list_writes() if "dashboard" in path] == [CREATE]


def test_a_board_with_the_uid_of_a_folder_is_not_sent(server: StandIn, there: Grafana) -> None:
    applied = deploy(there, board("outer"), board("b"))
    assert statuses(applied) == ["failed", "created"]
    assert isinstance(applied.boards[0].error, FolderError)
    assert 'the board has the same uid as the folder "Outer"' in error(applied.boards[0]).what


def test_a_board_that_cannot_be_read_is_not_written(server: StandIn, there: Grafana) -> None:
    def before(request: Request) -> Answer | None:
        if request.path == "/api/dashboards/uid/a":
            raise Refusal(500, "database is locked")
        return None

    server.before = before
    applied = deploy(there, board("a"), board("b"))
    assert statuses(applied) == ["failed", "created"]
    assert "a" not in server.store.boards


def test_an_expired_login_stops_the_remaining_boards(server: StandIn, there: Grafana) -> None:
    boards = [board(f"b{number}") for number in range(8)]
    made = plan(there, *boards)
    saves: list[str] = []

    def before(request: Request) -> Answer | None:
        if request.path == CREATE:
            saves.append(request.body["metadata"]["name"])
            if len(saves) > 2:
                raise login_refusal("Invalid API key", "api-key.invalid")
        return None

    server.before = before
    applied = apply_plan(made, there, message=MESSAGE)
    assert statuses(applied) == ["created"] * 2 + ["failed"] * 6
    assert [type(outcome.error) for outcome in applied.boards[2:]] == (
        [LoginError] * MAX_CONSECUTIVE_FAILURES + [StoppedError] * 3
    )
    assert saves == ["b0", "b1", "b2", "b3", "b4"]


def test_each_board_is_reported(there: Grafana) -> None:
    calls: list[int] = []
    made = plan(there, board("a"), board("b"))
    apply_plan(made, there, message=MESSAGE, on_board=lambda: calls.append(1))
    assert len(calls) == 2


def test_errors_of_single_items_do_not_stop_the_rest() -> None:
    def fail(item: int) -> int:
        raise ServerError(f"{item}")

    got = [result for _, result in attempt_each(range(10), fail)]
    assert [str(result) for result in got] == [str(number) for number in range(10)]


def test_a_server_that_recovers_gets_further_requests() -> None:
    def call(item: int) -> int:
        if item % 3:
            raise SlowError("no answer")
        return item

    results = [result for _, result in attempt_each(range(9), call)]
    assert [result for result in results if isinstance(result, int)] == [0, 3, 6]
    assert not any(isinstance(result, StoppedError) for result in results)


def test_an_unexpected_exception_is_raised() -> None:
    def fail(item: int) -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(attempt_each([1], fail))
