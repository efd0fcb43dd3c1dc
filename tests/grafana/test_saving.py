"""Writes whose answers get lost: made once, whatever happened to the answer."""

from __future__ import annotations

import pytest

from boardwright.grafana.api import Grafana
from boardwright.grafana.errors import ConflictError, GrafanaError
from boardwright.grafana.pace import Pace
from boardwright.grafana.saving import delete_board, make_folder, save_board
from boardwright.grafana.wanted import WantedBoard, WantedFolder
from boardwright.schema.canonical import canonical_json
from grafana.helpers import first_write
from standin.server import StandIn
from standin.values import Answer, Request

FOLDER = WantedFolder(uid="f", path="F", parent_uid=None)
BAD = Answer(status=503, body={"message": "busy"})


@pytest.fixture
def there(there: Grafana) -> Grafana:
    there.create_folder("f", title="F", parent_uid=None)
    return there


def board(title: str = "T") -> WantedBoard:
    text = canonical_json({"uid": "a", "title": title, "schemaVersion": 41, "panels": []})
    return WantedBoard(uid="a", title=title, text=text, folder=FOLDER, place="a.py:1")


LOST = [BAD, Answer(raw=b'{"uid": "a", "ur'), Answer(raw=b"{}", missing=50)]


@pytest.mark.parametrize("answer", LOST, ids=["503", "cut off", "reset"])
def test_a_save_that_arrived_is_not_made_twice(
    server: StandIn, there: Grafana, pace: Pace, answer: Answer
) -> None:
    server.after = first_write(answer)
    assert save_board(board(), None, there, message="m", pace=pace) == f"{server.url}/d/a/t"
    assert server.store.boards["a"].version == 1
    stored = there.board("a")
    server.after = first_write(answer)
    save_board(board("New"), stored, there, message="m", pace=pace)
    assert (server.store.boards["a"].version, server.store.boards["a"].title) == (2, "New")


def test_a_save_that_did_not_arrive_is_made_again(
    server: StandIn, there: Grafana, pace: Pace
) -> None:
    refused: list[int] = []

    def before(request: Request) -> Answer | None:
        if request.path == "/api/dashboards/db" and len(refused) < 3:
            refused.append(1)
            return BAD
        return None

    server.before = before
    save_board(board(), None, there, message="m", pace=pace)
    assert server.store.boards["a"].version == 1
    assert len(refused) == 3


def test_someone_elses_save_in_between_stays(server: StandIn, there: Grafana, pace: Pace) -> None:
    save_board(board(), None, there, message="m", pace=pace)
    stored = there.board("a")

    def before(request: Request) -> Answer | None:
        if request.path != "/api/dashboards/db":
            return None
        server.store.boards["a"].versions.append(({"title": "Theirs"}, "by hand"))
        return BAD

    server.before = before
    with pytest.raises(ConflictError, match="someone saved it after it was read"):
        save_board(board("Ours"), stored, there, message="m", pace=pace)
    assert server.store.boards["a"].title == "Theirs"


def test_another_deploy_of_the_same_is_no_conflict(there: Grafana, pace: Pace) -> None:
    save_board(board(), None, there, message="m", pace=pace)
    save_board(board(), None, there, message="m", pace=pace)
    stored = there.board("a")
    assert stored is not None
    assert stored.version == 1


def test_what_is_refused_for_good_is_sent_once(server: StandIn, there: Grafana, pace: Pace) -> None:
    server.before = lambda request: (
        Answer(status=400, body={"message": "no"}) if request.method == "POST" else None
    )
    server.log.clear()
    with pytest.raises(GrafanaError, match="no"):
        save_board(board(), None, there, message="m", pace=pace)
    assert server.log == [("POST", "/api/dashboards/db")]


@pytest.mark.parametrize("answer", LOST, ids=["503", "cut off", "reset"])
def test_a_folder_is_made_once(server: StandIn, there: Grafana, pace: Pace, answer: Answer) -> None:
    server.after = first_write(answer)
    make_folder(WantedFolder(uid="g", path="G", parent_uid=None), there, pace=pace)
    assert set(server.store.folders) == {"f", "g"}


@pytest.mark.parametrize("answer", LOST, ids=["503", "cut off", "reset"])
def test_a_board_is_deleted_once(
    server: StandIn, there: Grafana, pace: Pace, answer: Answer
) -> None:
    save_board(board(), None, there, message="m", pace=pace)
    stored = there.board("a")
    assert stored is not None
    server.after = first_write(answer)
    delete_board(stored, there, pace=pace)
    assert server.store.boards == {}
    delete_board(stored, there, pace=pace)


def test_a_board_that_changed_is_not_deleted(server: StandIn, there: Grafana, pace: Pace) -> None:
    save_board(board(), None, there, message="m", pace=pace)
    stored = there.board("a")
    assert stored is not None
    server.store.boards["a"].versions.append(({"title": "Theirs"}, "by hand"))
    with pytest.raises(ConflictError):
        delete_board(stored, there, pace=pace)
    assert server.store.boards["a"].title == "Theirs"
