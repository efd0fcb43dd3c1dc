"""The reads of a deploy: lists of all boards, the search, version histories; and its deletions."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.grafana.board_saves import delete_board, save_board
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.grafana_errors import NotFoundError
from boardwright.grafana.ownership import ProjectOwner, read_saves, with_conflicts
from boardwright.grafana.plan import Plan, make_plan
from boardwright.grafana.prune_steps import read_owned
from boardwright.grafana.resources import BoardResources
from boardwright.grafana.server_state import read_state
from boardwright.grafana.stored_values import StoredBoard
from boardwright.http.pace import Pace
from contract.boards import body, declare_board
from contract.conftest import NewUid
from contract.targets import Target

OWNER = ProjectOwner.from_name("contract")


@pytest.fixture
def resources(grafana: Grafana) -> BoardResources:
    assert grafana.resources is not None
    return grafana.resources


@pytest.mark.since(12, 2, what="list of all boards")
def test_the_list_has_the_same_boards_as_single_requests(
    grafana: Grafana, resources: BoardResources, folder: str, new_uid: NewUid
) -> None:
    uids = {new_uid() for _ in range(3)}
    for uid in uids:
        grafana.older.save(body(uid), folder_uid=folder, version=None, message=OWNER.message)
        grafana.older.save(body(uid, "New"), folder_uid=folder, version=1, message=OWNER.message)
    listed = {
        board.uid: board for board in resources.iter_boards() if isinstance(board, StoredBoard)
    }
    for uid in uids:
        one = grafana.boards.read_board(uid)
        assert one is not None
        assert own(listed[uid].body) == own(one.body)
        assert (listed[uid].version, listed[uid].folder_uid) == (one.version, folder)
        assert one.version == 2


def own(board: Any) -> dict[str, Any]:
    return {key: value for key, value in board.items() if key not in {"id", "version"}}


@pytest.mark.since(12, 2, what="list of all boards")
def test_the_list_names_the_provider_of_a_board(resources: BoardResources, target: Target) -> None:
    uid = target.provisioned_uid()
    (found,) = [
        board
        for board in resources.iter_boards()
        if isinstance(board, StoredBoard) and board.uid == uid
    ]
    assert found.provider_file is not None


def test_the_history_names_the_author_of_the_last_save(
    grafana: Grafana, folder: str, new_uid: NewUid
) -> None:
    """A board's first version has a message of Grafana's own."""
    uid = new_uid()
    grafana.older.save(body(uid), folder_uid=folder, version=None, message=OWNER.message)
    grafana.older.save(body(uid, "New"), folder_uid=folder, version=1, message=OWNER.message)
    newest = grafana.read_last_save(uid)
    assert newest is not None
    assert (newest.version, newest.message) == (2, OWNER.message)
    assert newest.by
    assert newest.at


def test_the_search_is_paged(grafana: Grafana, folder: str, new_uid: NewUid) -> None:
    tag = new_uid()
    for number in range(3):
        board = {**body(new_uid(), f"Contract {number}"), "tags": [tag]}
        grafana.older.save(board, folder_uid=folder, version=None, message=OWNER.message)
    pages = [len(grafana.search(tag=tag, page=page, limit=2)) for page in (1, 2, 3)]
    assert pages == [2, 1, 0]


def test_owned_boards_are_found_and_deleted(grafana: Grafana, folder: str, new_uid: NewUid) -> None:
    tag, uid = new_uid(), new_uid()
    board = {**body(uid), "tags": [tag]}
    grafana.older.save(board, folder_uid=folder, version=None, message=OWNER.message)
    owned = read_owned(grafana, tag=tag, at_once=2)
    assert owned.error is None
    (found,) = owned.boards
    delete_board(found, grafana, pace=Pace())
    assert grafana.boards.read_board(uid) is None
    with pytest.raises(NotFoundError):
        grafana.older.delete(uid)


def plan(grafana: Grafana, uid: str, folder: str, *, title: str) -> Plan:
    boards = [declare_board(uid, folder, title)]
    state = read_state(grafana, folders=[boards[0].folder], boards=boards)
    made = make_plan(folders=[boards[0].folder], boards=boards, state=state)
    saves = read_saves(made, grafana, owner=OWNER, at_once=1)
    return with_conflicts(made, saves, owner=OWNER, adopt=False, force=False)


def test_a_change_by_someone_else_is_a_conflict(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    uid = new_uid()
    save_board(declare_board(uid, folder), None, grafana, message=OWNER.message, pace=Pace())
    assert plan(grafana, uid, folder, title="New").boards[0].action == "update"
    by_hand = {"dashboard": {**body(uid, "By hand"), "version": 1}, "folderUid": folder}
    answer = target.raw("POST", "/api/dashboards/db", {**by_hand, "message": "quick fix"})
    assert answer.status_code == 200
    (step,) = plan(grafana, uid, folder, title="New").boards
    assert step.action == "conflict"
    assert f"{target.user} changed the board in Grafana at " in str(step.reason)
    assert '("quick fix")' in str(step.reason)


@pytest.mark.since(12, 2, what="boards as resources")
def test_a_change_of_the_resource_is_a_conflict(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    """12.4 keeps our message in a resource that someone else saves."""
    uid = new_uid()
    path = f"/apis/dashboard.grafana.app/v0alpha1/namespaces/default/dashboards/{uid}"
    stored = None
    for title in ("Contract", "Second"):
        save_board(
            declare_board(uid, folder, title), stored, grafana, message=OWNER.message, pace=Pace()
        )
        stored = grafana.boards.read_board(uid)
        assert plan(grafana, uid, folder, title="New").boards[0].action == "update"
        resource = target.raw("GET", path).json()
    resource["spec"]["title"] = "Theirs"
    assert target.raw("PUT", path, resource).status_code == 200
    (step,) = plan(grafana, uid, folder, title="New").boards
    assert step.action == "conflict"
    assert step.stored_board is not None
    assert (step.stored_board.version, step.stored_board.title) == (3, "Theirs")


def test_a_board_without_our_tag_is_a_conflict(
    grafana: Grafana, folder: str, new_uid: NewUid
) -> None:
    uid = new_uid()
    theirs = {**body(uid), "tags": ["theirs"]}
    grafana.older.save(theirs, folder_uid=folder, version=None, message="")
    (step,) = plan(grafana, uid, folder, title="New").boards
    assert step.action == "conflict"


def test_a_save_over_a_deleted_board_creates_the_board_again(
    grafana: Grafana, target: Target, folder: str, new_uid: NewUid
) -> None:
    """The board is created again, with the declared content."""
    uid = new_uid()
    save_board(declare_board(uid, folder), None, grafana, message=OWNER.message, pace=Pace())
    stored = grafana.boards.read_board(uid)
    grafana.older.delete(uid)
    save_board(
        declare_board(uid, folder, "New"), stored, grafana, message=OWNER.message, pace=Pace()
    )
    there = grafana.boards.read_board(uid)
    assert there is not None
    assert there.body["title"] == "New"
