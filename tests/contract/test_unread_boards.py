"""A board whose body is not read again: each write of it is noticed, through any API.

Each test reads boards, lets someone write one of them, and reads the boards again with the states
that were read at first. Up to 12.2, and with Grafana's older storage, bodies are always read, so
the tests hold there, too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
import requests

from boardwright.grafana.board_states import KnownState
from boardwright.grafana.grafana_api import Grafana
from boardwright.grafana.plan import make_plan
from boardwright.grafana.plan_steps import Action
from boardwright.grafana.resources import BoardResources
from boardwright.grafana.schema_choice import read_schemas
from boardwright.grafana.server_state import FEW, ServerState, read_state
from boardwright.grafana.stored_values import StoredBoard
from boardwright.grafana.wanted_objects import WantedBoard
from boardwright.schema.canonical import encode_canonical_json
from contract.boards import MESSAGE, declare_board, strict_body
from contract.conftest import OLDER_STORAGE, TARGETS, NewUid
from contract.targets import Target

pytestmark = pytest.mark.parametrize(
    "target", [*TARGETS, f"stand-in 12.4.3 {OLDER_STORAGE}"], indirect=True
)

SAVED: Action = "update"
DIGITS = 16
"""Number of digits of a time in microseconds: the versions that the unified storage assigns."""
Write = Callable[[Target, str, str], requests.Response]
"""Writes the board of a uid; gets the uid of another folder, too."""


@pytest.fixture
def boards(grafana: Grafana, folder: str, new_uid: NewUid) -> list[WantedBoard]:
    """Return boards that are stored as they are declared, too many to read one by one."""
    declared = [declare_valid(new_uid(), folder) for _ in range(FEW + 1)]
    for board in declared:
        grafana.boards.create(board.sent_body, folder_uid=folder, message=f"{MESSAGE}, version 1")
    return declared


def declare_valid(uid: str, folder: str) -> WantedBoard:
    """Return a board that each version of the API accepts."""
    return replace(declare_board(uid, folder), text=encode_canonical_json(strict_body(uid)))


def read_all(
    grafana: Grafana, boards: Sequence[WantedBoard], known: dict[str, KnownState]
) -> ServerState:
    """Read boards; lists are worth it although a real Grafana has others, too."""
    grafana.search_all = lambda **_: iter([*boards])  # type: ignore[method-assign,assignment,misc]
    return read_state(grafana, folders=(), boards=boards, known=known)


def states(state: ServerState) -> dict[str, KnownState]:
    """Return the states in which boards were read, as a deploy stores them."""
    read = {uid: board for uid, board in state.boards.items() if isinstance(board, StoredBoard)}
    found = {uid: board.state for uid, board in (read | state.unread).items()}
    return {uid: each.read_after(state.list_version) for uid, each in found.items() if each}


def list_version(target: Target) -> str:
    """Return the `resourceVersion` of the list, read without boardwright's code."""
    return str(
        target.raw("GET", path("v0alpha1", "?limit=1")).json()["metadata"]["resourceVersion"]
    )


def list_metadata(target: Target) -> set[tuple[str, str]]:
    """Return the uid and the `resourceVersion` of each board."""
    items = target.raw("GET", path("v0alpha1", "?limit=500")).json()["items"]
    return {(item["metadata"]["name"], item["metadata"]["resourceVersion"]) for item in items}


def is_unified(target: Target, uid: str) -> bool:
    """Return whether the board is in Grafana's unified storage."""
    metadata = target.raw("GET", path("v0alpha1", uid)).json()["metadata"]
    return len(metadata["resourceVersion"]) >= DIGITS


def actions(grafana: Grafana, boards: Sequence[WantedBoard], state: ServerState) -> list[Action]:
    schemas = read_schemas(grafana, None)
    plan = make_plan(folders=(), boards=boards, state=state, schemas=schemas)
    return [step.action for step in plan.boards]


def save_older(target: Target, uid: str, other: str, **changes: Any) -> requests.Response:
    found = target.raw("GET", f"/api/dashboards/uid/{uid}").json()
    dashboard = {**found["dashboard"], **changes}
    body = {"dashboard": dashboard, "folderUid": other or found["meta"]["folderUid"]}
    return target.raw("POST", "/api/dashboards/db", body)


def edit_older(target: Target, uid: str, _: str) -> requests.Response:
    return save_older(target, uid, "", title="Edited")


def move_older(target: Target, uid: str, other: str) -> requests.Response:
    return save_older(target, uid, other)


def put(version: str) -> Write:
    """Save as an editor does: the whole resource, with all annotations."""

    def write(target: Target, uid: str, _: str) -> requests.Response:
        found = target.raw("GET", path(version, uid)).json()
        found["spec"]["title"] = "Edited"
        return target.raw("PUT", path(version, uid), found)

    return write


def merge(version: str, patch: dict[str, Any]) -> Write:
    def write(target: Target, uid: str, other: str) -> requests.Response:
        sent = patch or {"metadata": {"annotations": {"grafana.app/folder": other}}}
        kind = {"Content-Type": "application/merge-patch+json"}
        return target.raw("PATCH", path(version, uid), sent, headers=kind)

    return write


def restore(target: Target, uid: str, _: str) -> requests.Response:
    """Edit, undo the edit by hand, and restore the edit from the version history."""
    save_older(target, uid, "", title="Edited")
    save_older(target, uid, "", title="Contract")
    return target.raw("POST", f"/api/dashboards/uid/{uid}/restore", {"version": 2})


def annotate(target: Target, uid: str, _: str) -> requests.Response:
    return merge("v0alpha1", {"metadata": {"annotations": {"example.org/note": "x"}}})(
        target, uid, ""
    )


def delete_older(target: Target, uid: str, _: str) -> requests.Response:
    return target.raw("DELETE", f"/api/dashboards/uid/{uid}")


def delete_resource(target: Target, uid: str, _: str) -> requests.Response:
    return target.raw("DELETE", path("v0alpha1", uid))


def create_again(target: Target, uid: str, _: str) -> requests.Response:
    """Delete the board, and create another with its uid, annotations and generation."""
    found = target.raw("GET", path("v0alpha1", uid)).json()
    target.raw("DELETE", f"/api/dashboards/uid/{uid}")
    kept = ("name", "annotations", "generation")
    metadata = {key: found["metadata"][key] for key in kept if key in found["metadata"]}
    resource = {**found, "metadata": metadata, "spec": {**found["spec"], "title": "Edited"}}
    return target.raw("POST", path("v0alpha1", ""), resource)


def path(version: str, uid: str) -> str:
    group = "/apis/dashboard.grafana.app"
    return f"{group}/{version}/namespaces/default/dashboards/{uid}".replace("/?", "?").rstrip("/")


EDIT = {"spec": {"title": "Edited"}}
WRITES: dict[str, tuple[Write, Action]] = {
    "a save through the older API": (edit_older, SAVED),
    "a move through the older API": (move_older, "move"),
    "a restored version": (restore, SAVED),
    "a PUT in v0alpha1": (put("v0alpha1"), SAVED),
    "a PUT in v1beta1": (put("v1beta1"), SAVED),
    "a PUT in v2beta1, as the editor saves": (put("v2beta1"), SAVED),
    "a PATCH in v0alpha1": (merge("v0alpha1", EDIT), SAVED),
    "a PATCH in v1beta1": (merge("v1beta1", EDIT), SAVED),
    "a PATCH in v2beta1": (merge("v2beta1", EDIT), SAVED),
    "a move by the annotation": (merge("v0alpha1", {}), "move"),
    "a board deleted and created again": (create_again, SAVED),
    "an annotation of another program": (annotate, "unchanged"),
    "a deletion through the older API": (delete_older, "create"),
    "a deletion as a resource": (delete_resource, "create"),
}


@pytest.mark.since(12, 3, what="resources in v2beta1")
@pytest.mark.parametrize("kind", WRITES)
def test_each_kind_of_write_is_noticed(
    kind: str, target: Target, grafana: Grafana, boards: list[WantedBoard], new_uid: NewUid
) -> None:
    write, expected = WRITES[kind]
    other = new_uid()
    grafana.create_folder(other, title=f"Other {other}", parent_uid=None)
    known = states(read_all(grafana, boards, {}))
    before = list_version(target)

    answer = write(target, boards[0].uid, other)
    assert answer.ok, answer.text

    if known:
        assert int(list_version(target)) > int(before)
    again = read_all(grafana, boards, known)
    assert boards[0].uid not in again.unread
    assert actions(grafana, boards, again) == [expected, *["unchanged"] * FEW]
    assert set(again.unread) == {*known} - {boards[0].uid}


@pytest.mark.since(12, 3, what="resources in v2beta1")
def test_the_deletion_of_a_folder_with_its_boards_is_noticed(
    target: Target, grafana: Grafana, boards: list[WantedBoard], folder: str
) -> None:
    known = states(read_all(grafana, boards, {}))
    assert target.raw("DELETE", f"/api/folders/{folder}?forceDeleteRules=true").ok
    again = read_all(grafana, boards, known)
    assert actions(grafana, boards, again) == ["create"] * len(boards)


@pytest.mark.since(12, 4, what="a version of the list that each write changes")
def test_the_list_is_not_read_again_without_a_write(
    target: Target,
    grafana: Grafana,
    boards: list[WantedBoard],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = states(read_all(grafana, boards, {}))
    if not is_unified(target, boards[0].uid):
        assert known == {}
        return
    monkeypatch.delattr(BoardResources, "iter_metadata")
    monkeypatch.delattr(BoardResources, "iter_boards")
    again = read_all(grafana, boards, known)
    assert set(again.unread) == {board.uid for board in boards}
    assert {each.folder_uid for each in again.unread.values()} == {boards[0].folder.uid}
    assert states(again) == known


@pytest.mark.since(12, 4, what="a version of the list that each write changes")
def test_a_save_in_progress_is_noticed(
    target: Target, grafana: Grafana, boards: list[WantedBoard]
) -> None:
    """While three clients save boards, nobody ever sees a version of the list whose boards change
    later. So the metadata that is read between two equal versions is the same each time.
    """
    if not is_unified(target, boards[0].uid):
        pytest.skip("in the older storage, the version of the list is not used")
    seen: dict[str, set[tuple[str, str]]] = {}

    def save(board: WantedBoard) -> None:
        for number in range(8):
            answer = merge("v0alpha1", {"spec": {"title": f"Edit {number}"}})(target, board.uid, "")
            assert answer.ok or answer.status_code == requests.codes.conflict, answer.text

    with ThreadPoolExecutor(3) as pool:
        saves = [pool.submit(save, board) for board in boards[:3]]
        while not all(each.done() for each in saves):
            before, listed, after = (
                list_version(target),
                list_metadata(target),
                list_version(target),
            )
            assert max(int(version) for _, version in listed) < int(after)
            if before == after:
                assert seen.setdefault(before, listed) == listed
    for each in saves:
        each.result()


@pytest.mark.since(12, 3, what="bodies that are not read")
def test_bodies_of_unwritten_boards_are_not_read(
    target: Target, grafana: Grafana, boards: list[WantedBoard]
) -> None:
    known = states(read_all(grafana, boards, {}))
    if not is_unified(target, boards[0].uid):
        assert known == {}
        return
    older = {uid: replace(each, list_version="") for uid, each in known.items()}
    again = read_all(grafana, boards, older)
    assert not again.boards
    assert actions(grafana, boards, again) == ["unchanged"] * len(boards)


@pytest.mark.since(12, 3, what="bodies that are not read")
def test_a_save_without_changes_is_reported_as_unchanged(
    target: Target, grafana: Grafana, boards: list[WantedBoard]
) -> None:
    """Grafana makes no version of it; whether the body is read again does not matter."""
    known = states(read_all(grafana, boards, {}))
    assert save_older(target, boards[0].uid, "").ok
    again = read_all(grafana, boards, known)
    assert actions(grafana, boards, again) == ["unchanged"] * len(boards)


def test_without_known_states_every_body_is_read(
    grafana: Grafana, boards: list[WantedBoard]
) -> None:
    assert set(read_all(grafana, boards, {}).boards) == {board.uid for board in boards}
