"""Writes whose answers are lost: each write happens once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from boardwright.grafana.board_saves import create_folder, delete_board, save_board
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import ConflictError, GrafanaError, LoginError
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder
from boardwright.http.attempts import MAX_CONSECUTIVE_FAILURES
from boardwright.http.pace import Pace
from boardwright.schema.canonical import encode_canonical_json
from grafana.helpers import TOKEN, client, first_write
from standin.kubernetes import CREATE
from standin.server import StandIn
from standin.values import Answer, Request

FOLDER = WantedFolder(uid="f", path="F", parent_uid=None)
UIDS = ["a", "b", "c", "d", "e"]
BAD = Answer(status=503, body={"message": "busy"})


@pytest.fixture
def there(there: Grafana) -> Grafana:
    there.create_folder("f", title="F", parent_uid=None)
    return there


def board(title: str = "T", uid: str = "a") -> WantedBoard:
    text = encode_canonical_json({"uid": uid, "title": title, "schemaVersion": 41, "panels": []})
    return WantedBoard(uid=uid, title=title, text=text, folder=FOLDER, place="a.py:1")


LOST = [BAD, Answer(raw=b'{"uid": "a", "ur'), Answer(raw=b"{}", missing=50)]


@pytest.mark.parametrize("answer", LOST, ids=["503", "cut off", "reset"])
def test_a_save_is_not_repeated_after_a_lost_answer(
    server: StandIn, there: Grafana, pace: Pace, answer: Answer
) -> None:
    server.after = first_write(answer)
    assert save_board(board(), None, there, message="m", pace=pace) == f"{server.url}/d/a/t"
    assert server.store.boards["a"].version == 1
    stored = there.boards.read_board("a")
    server.after = first_write(answer)
    save_board(board("New"), stored, there, message="m", pace=pace)
    assert (server.store.boards["a"].version, server.store.boards["a"].title) == (2, "New")


def test_a_failed_save_is_repeated(server: StandIn, there: Grafana, pace: Pace) -> None:
    refused: list[int] = []

    def before(request: Request) -> Answer | None:
        if request.method == "POST" and len(refused) < 3:
            refused.append(1)
            return BAD
        return None

    server.before = before
    save_board(board(), None, there, message="m", pace=pace)
    assert server.store.boards["a"].version == 1
    assert len(refused) == 3


def test_a_save_by_someone_else_in_between_is_kept(
    server: StandIn, there: Grafana, pace: Pace
) -> None:
    save_board(board(), None, there, message="m", pace=pace)
    stored = there.boards.read_board("a")

    def before(request: Request) -> Answer | None:
        if request.path != "/api/dashboards/db":
            return None
        server.store.boards["a"].versions.append(({"title": "Theirs"}, "by hand"))
        return BAD

    server.before = before
    with pytest.raises(ConflictError, match="someone saved the board after it was read"):
        save_board(board("Ours"), stored, there, message="m", pace=pace)
    assert server.store.boards["a"].title == "Theirs"


def test_a_second_deploy_of_the_same_board_is_not_a_conflict(there: Grafana, pace: Pace) -> None:
    save_board(board(), None, there, message="m", pace=pace)
    save_board(board(), None, there, message="m", pace=pace)
    stored = there.boards.read_board("a")
    assert stored is not None
    assert stored.version == 1


def test_a_refused_save_is_not_repeated(server: StandIn, there: Grafana, pace: Pace) -> None:
    server.before = lambda request: (
        Answer(status=400, body={"message": "no"}) if request.method == "POST" else None
    )
    server.log.clear()
    with pytest.raises(GrafanaError, match="no"):
        save_board(board(), None, there, message="m", pace=pace)
    assert server.list_writes() == [("POST", CREATE), ("POST", "/api/dashboards/db")]


def create_board(there: Grafana, pace: Pace, wanted: WantedBoard) -> str:
    return save_board(wanted, None, there, message="m", pace=pace)


def answering(status: int) -> Callable[[Request], Answer | None]:
    """Answer requests to the newer API with a status."""
    return lambda request: (
        Answer(status=status, body={"message": "no"}) if request.path == CREATE else None
    )


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 422])
def test_a_board_refused_by_the_newer_api_is_saved_by_the_older_api(
    server: StandIn, there: Grafana, pace: Pace, status: int
) -> None:
    server.before = answering(status)
    server.log.clear()
    assert create_board(there, pace, board()) == f"{server.url}/d/a/t"
    assert server.list_writes() == [("POST", CREATE), ("POST", "/api/dashboards/db")]
    assert server.store.boards["a"].version == 1


@pytest.mark.parametrize("status", [403, 404, 405, 500, 503])
def test_the_older_api_is_used_after_repeated_failures_of_the_newer_api(
    server: StandIn, there: Grafana, pace: Pace, status: int
) -> None:
    server.before = answering(status)
    for uid in UIDS:
        create_board(there, pace, board(uid=uid))
    assert server.log.count(("POST", CREATE)) == MAX_CONSECUTIVE_FAILURES
    assert [*server.store.boards] == UIDS


@pytest.mark.parametrize("status", [400, 409, 429])
def test_a_refusal_of_some_boards_does_not_affect_others(
    server: StandIn, there: Grafana, pace: Pace, status: int
) -> None:
    refuse = answering(status)
    server.before = lambda request: (
        refuse(request) if server.log.count(("POST", CREATE)) <= MAX_CONSECUTIVE_FAILURES else None
    )
    for uid in UIDS:
        create_board(there, pace, board(uid=uid))
    assert server.list_writes()[-1] == ("POST", CREATE)
    assert [*server.store.boards] == UIDS


def test_occasional_failures_do_not_end_the_use_of_the_newer_api(
    server: StandIn, there: Grafana, pace: Pace
) -> None:
    refuse = answering(503)
    server.before = lambda request: (
        refuse(request) if server.log.count(("POST", CREATE)) % 2 else None
    )
    for uid in UIDS:
        create_board(there, pace, board(uid=uid))
    assert server.list_writes()[1:] == 2 * len(UIDS) * [("POST", CREATE)]


def test_a_wrong_namespace_leads_to_the_older_api(server: StandIn, pace: Pace) -> None:
    server.store.add_token(TOKEN, "Admin")
    wrong = Grafana(client(server.url), namespace="org-7", version="12.2.0")
    wrong.create_folder("f", title="F", parent_uid=None)
    for uid in UIDS:
        create_board(wrong, pace, board(uid=uid))
    assert [*server.store.boards] == UIDS
    assert len(server.list_writes()) == 1 + MAX_CONSECUTIVE_FAILURES + len(UIDS)


@pytest.mark.parametrize("status", [403, 404, 405, 500])
def test_the_older_api_is_used_if_grafana_does_not_list_its_apis(
    server: StandIn, there: Grafana, pace: Pace, status: int
) -> None:
    server.before = lambda request: (
        Answer(status=status, body={"message": "no"})
        if request.path == "/apis/dashboard.grafana.app"
        else None
    )
    for uid in ("a", "b"):
        create_board(there, pace, board(uid=uid))
    assert server.log.count(("GET", "/apis/dashboard.grafana.app")) == 1
    assert server.list_writes()[1:] == 2 * [("POST", "/api/dashboards/db")]


def test_a_board_created_by_another_deploy_at_the_same_time_is_accepted(
    server: StandIn, there: Grafana, pace: Pace
) -> None:
    """As by 12.4, when another deploy creates it at the same moment."""
    answers: list[str] = []

    def before(request: Request) -> Answer | None:
        if request.method != "POST" or len(answers) == 2:
            return None
        answers.append(request.path)
        return Answer(status=409, body={"message": 'dashboards "a" already exists'})

    server.before = before
    create_board(there, pace, board())
    assert answers == [CREATE, "/api/dashboards/db"]
    assert server.store.boards["a"].version == 1


def test_an_existing_uid_that_is_not_a_board_is_a_conflict(
    server: StandIn, there: Grafana, pace: Pace
) -> None:
    with pytest.raises(ConflictError, match="The uid may belong to a folder"):
        there.boards.create(dict(board().body) | {"uid": "f"}, folder_uid="f", message="m")
    folders = WantedBoard(uid="f", title="T", text=board().text, folder=FOLDER, place="a.py:1")
    server.log.clear()
    with pytest.raises(ConflictError):
        create_board(there, pace, folders)
    assert server.list_writes() == 2 * [("POST", CREATE), ("POST", "/api/dashboards/db")]


def test_a_board_created_by_a_failed_request_is_accepted(
    server: StandIn, there: Grafana, pace: Pace
) -> None:
    answers = [503, 409]

    def before(request: Request) -> Answer | None:
        if request.method != "POST" or not answers:
            return None
        return Answer(status=answers.pop(0), body={"message": "already exists"})

    server.before = before
    create_board(there, pace, board())
    assert server.store.boards["a"].version == 1


def test_an_expired_login_does_not_lead_to_the_older_api(
    server: StandIn, there: Grafana, pace: Pace
) -> None:
    server.before = answering(401)
    with pytest.raises(LoginError):
        create_board(there, pace, board())
    assert ("POST", "/api/dashboards/db") not in server.log


def test_a_refresh_below_the_minimum_is_raised(server: StandIn, there: Grafana, pace: Pace) -> None:
    fast = WantedBoard(
        uid="a",
        title="T",
        text=encode_canonical_json({"uid": "a", "title": "T", "refresh": "1s"}),
        folder=FOLDER,
        place="a.py:1",
    )
    create_board(there, pace, fast)
    assert server.store.boards["a"].body["refresh"] == "5s"


@pytest.mark.parametrize(
    ("namespace", "version"),
    [(None, "12.2.0"), ("default", "11.6.0"), ("default", "12.1.3"), ("default", "")],
)
def test_boards_are_saved_by_the_older_api_before_12_2_or_without_a_namespace(
    server: StandIn, pace: Pace, namespace: str | None, version: str
) -> None:
    server.store.add_token(TOKEN, "Admin")
    older = Grafana(client(server.url), namespace=namespace, version=version)
    older.create_folder("f", title="F", parent_uid=None)
    create_board(older, pace, board())
    assert server.list_writes()[1:] == [("POST", "/api/dashboards/db")]


def test_the_older_api_is_used_if_grafana_serves_other_versions(
    server: StandIn, there: Grafana, pace: Pace
) -> None:
    server.before = lambda request: (
        Answer(body={"versions": [{"version": "v1"}]})
        if request.path == "/apis/dashboard.grafana.app"
        else None
    )
    create_board(there, pace, board())
    assert server.list_writes()[1:] == [("POST", "/api/dashboards/db")]


def test_the_list_of_apis_is_requested_once(server: StandIn, there: Grafana, pace: Pace) -> None:
    for uid in ("a", "b", "c"):
        there.boards.create(dict(board().body) | {"uid": uid}, folder_uid="f", message="m")
    assert server.log.count(("GET", "/apis/dashboard.grafana.app")) == 1


@pytest.mark.parametrize("answer", LOST, ids=["503", "cut off", "reset"])
def test_a_folder_is_created_once(
    server: StandIn, there: Grafana, pace: Pace, answer: Answer
) -> None:
    server.after = first_write(answer)
    create_folder(WantedFolder(uid="g", path="G", parent_uid=None), there, pace=pace)
    assert set(server.store.folders) == {"f", "g"}


@pytest.mark.parametrize("answer", LOST, ids=["503", "cut off", "reset"])
def test_a_board_is_deleted_once(
    server: StandIn, there: Grafana, pace: Pace, answer: Answer
) -> None:
    save_board(board(), None, there, message="m", pace=pace)
    stored = there.boards.read_board("a")
    assert stored is not None
    server.after = first_write(answer)
    delete_board(stored, there, pace=pace)
    assert server.store.boards == {}
    delete_board(stored, there, pace=pace)


def test_a_board_changed_by_someone_else_is_not_deleted(
    server: StandIn, there: Grafana, pace: Pace
) -> None:
    save_board(board(), None, there, message="m", pace=pace)
    stored = there.boards.read_board("a")
    assert stored is not None
    server.store.boards["a"].versions.append(({"title": "Theirs"}, "by hand"))
    with pytest.raises(ConflictError):
        delete_board(stored, there, pace=pace)
    assert server.store.boards["a"].title == "Theirs"
