"""Reading by few requests: the list of all boards where it is worth it, else one by one."""

from __future__ import annotations

import pytest

from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.server_state import FEW, read_state
from boardwright.grafana.stored_values import StoredBoard
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder
from standin.server import StandIn
from standin.store import Store
from standin.values import Answer, Board, Refusal, Request

FOLDER = WantedFolder(uid="f", path="F", parent_uid=None)
MANY = FEW + 10


@pytest.fixture
def server(server: StandIn) -> StandIn:
    fill(server.store, MANY)
    return server


def fill(store: Store, count: int, name: str = "b") -> None:
    for number in range(count):
        uid = f"{name}{number}"
        body = {"title": uid.upper(), "tags": [], "schemaVersion": 41}
        store.boards[uid] = Board(id=store.new_id(), uid=uid, folder="", versions=[(body, "")])


def declare_boards(count: int = MANY) -> list[WantedBoard]:
    return [
        WantedBoard(uid=f"b{number}", title="T", text=b"{}", folder=FOLDER, place="b.py:1")
        for number in range(count)
    ]


def read(
    server: StandIn, there: Grafana, boards: list[WantedBoard]
) -> dict[str, StoredBoard | object]:
    server.log.clear()
    return dict(read_state(there, folders=[], boards=boards).boards)


def test_many_boards_are_read_from_the_list(server: StandIn, there: Grafana) -> None:
    boards = read(server, there, declare_boards())
    assert server.log == [
        ("GET", "/api/search"),
        ("GET", "/apis/dashboard.grafana.app"),
        ("GET", "/apis/dashboard.grafana.app/v0alpha1/namespaces/default/dashboards"),
    ]
    singly = {uid: there.boards.read_board(uid) for uid in boards}
    for uid, one in singly.items():
        listed = boards[uid]
        assert isinstance(listed, StoredBoard)
        assert one is not None
        assert (listed.version, listed.folder_uid) == (one.version, one.folder_uid)
        assert dict(listed.body) == {
            key: value for key, value in one.body.items() if key not in {"id", "version"}
        }


def test_few_boards_are_read_one_by_one(server: StandIn, there: Grafana) -> None:
    read(server, there, declare_boards(FEW))
    assert server.log == [("GET", f"/api/dashboards/uid/b{number}") for number in range(FEW)]


def test_boards_among_far_more_others_are_read_one_by_one(server: StandIn, there: Grafana) -> None:
    fill(server.store, 3 * MANY, "other")
    read(server, there, declare_boards())
    assert len(server.log) == 1 + MANY


def test_a_board_missing_in_the_list_is_read_by_uid(server: StandIn, there: Grafana) -> None:
    del server.store.boards["b3"]
    boards = read(server, there, declare_boards())
    assert boards["b3"] is None
    assert len(server.log) == 4
    assert server.log[-1] == ("GET", "/api/dashboards/uid/b3")


def test_an_empty_list_does_not_make_boards_absent(server: StandIn, there: Grafana) -> None:
    """A new organisation of 12.4 lists nothing for up to 35 s after its first deploy."""
    server.store.lists_boards = False
    boards = read(server, there, declare_boards())
    assert all(isinstance(board, StoredBoard) for board in boards.values())


@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=404, body={"message": "Not found"}),
        Answer(status=403, body={"message": "no"}),
        Answer(raw=b"<html>Grafana</html>", content_type="text/html"),
        Answer(body={"versions": [{"version": "v9"}]}),
        Answer(body=[]),
    ],
)
def test_boards_of_a_grafana_without_lists_are_read_one_by_one(
    server: StandIn, there: Grafana, answer: Answer
) -> None:
    """As 10 and 11: `/apis` is not there, or a page answers for it."""
    server.before = lambda request: answer if request.path.startswith("/apis") else None
    boards = read(server, there, declare_boards())
    assert all(isinstance(board, StoredBoard) for board in boards.values())


def test_an_incomplete_list_is_ignored(server: StandIn, there: Grafana) -> None:
    def before(request: Request) -> Answer | None:
        if request.path.endswith("/dashboards"):
            raise Refusal(500, "database is locked")
        return None

    server.before = before
    boards = read(server, there, declare_boards())
    assert all(isinstance(board, StoredBoard) for board in boards.values())
    assert len(server.log) == 3 + MANY


def test_a_board_that_grafana_could_not_convert_is_read_by_uid(
    server: StandIn, there: Grafana
) -> None:
    def after(request: Request, answer: Answer) -> Answer:
        if request.path.endswith("/dashboards"):
            for item in answer.body["items"]:
                if item["metadata"]["name"] == "b5":
                    item["status"] = {"conversion": {"failed": True, "error": "old"}}
        return answer

    server.after = after
    boards = read(server, there, declare_boards())
    assert isinstance(boards["b5"], StoredBoard)
    assert server.log[-1] == ("GET", "/api/dashboards/uid/b5")


def test_the_list_names_the_provider_of_a_board(server: StandIn, there: Grafana) -> None:
    server.store.provision("b7", {"title": "Filed"}, folder="files", file="infra/b7.json")
    board = read(server, there, declare_boards())["b7"]
    assert isinstance(board, StoredBoard)
    assert board.provider_file == "infra/b7.json"
