"""A plan that is written and read back is the same plan."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardwright.errors import ServerError
from boardwright.grafana.plan import BoardStep, FolderStep, Plan, PruneStep
from boardwright.grafana.plan_file import moved_on, plan_data, plan_of
from boardwright.grafana.pruning import Owned
from boardwright.grafana.reading import State
from boardwright.grafana.stored import StoredBoard, StoredFolder
from boardwright.grafana.wanted import WantedBoard, WantedFolder
from boardwright.schema.canonical import canonical_json, parsed

FOLDERS = st.builds(WantedFolder, uid=st.text(), path=st.text(), parent_uid=st.none() | st.text())
BODIES = st.dictionaries(
    st.text(), st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists)
)
STORED = st.builds(
    StoredBoard,
    uid=st.text(),
    body=BODIES,
    version=st.integers(),
    folder_uid=st.text(),
    provider_file=st.none() | st.text(),
    url=st.text(),
)
BOARDS = st.builds(
    WantedBoard, uid=st.text(), title=st.text(), body=BODIES, folder=FOLDERS, place=st.text()
)
PLANS = st.builds(
    Plan,
    folders=st.builds(FolderStep, action=st.sampled_from(["create", "unchanged"]), folder=FOLDERS)
    .flatmap(lambda step: st.just((step,))),
    boards=st.lists(
        st.builds(
            BoardStep,
            action=st.sampled_from(["create", "update", "move", "unchanged"]),
            board=BOARDS,
            stored=st.none() | STORED,
        ),
        max_size=2,
    ).map(tuple),
    prunes=st.lists(st.builds(PruneStep, stored=STORED), max_size=2).map(tuple),
)  # fmt: skip


@given(PLANS)
def test_there_and_back(plan: Plan) -> None:
    assert plan_of(parsed(canonical_json(plan_data(plan)))) == plan


def test_a_reason_keeps_its_words() -> None:
    error = ServerError("what", where="where", hint="hint")
    folder = WantedFolder(uid="f", path="F", parent_uid=None)
    step = FolderStep(action="refused", folder=folder, reason=error)
    read = plan_of(plan_data(Plan(folders=(step,), boards=(), not_pruned=error)))
    assert str(read.folders[0].reason) == str(read.not_pruned) == str(error)


def stored(**other: Any) -> StoredBoard:
    values = {"uid": "a", "body": {"x": 1}, "version": 1, "folder_uid": "f"}
    return StoredBoard(**values | other, provider_file=None, url="")


@pytest.mark.parametrize(
    ("now", "moved"),
    [
        (stored(), []),
        (stored(body={"x": 1.0, "id": 7, "version": 1}), []),
        (stored(version=2), ["a"]),
        (stored(body={"x": 2}), ["a"]),
        (stored(folder_uid="g"), ["a"]),
        (None, ["a"]),
        (ServerError("x"), ["a"]),
    ],
)
def test_what_has_moved_on(now: StoredBoard | ServerError | None, moved: list[str]) -> None:
    folder = WantedFolder(uid="f", path="F", parent_uid=None)
    board = WantedBoard(uid="a", title="A", body={}, folder=folder, place="a.py:1")
    plan = Plan(
        folders=(FolderStep(action="unchanged", folder=folder),),
        boards=(BoardStep(action="update", board=board, stored=stored()),),
    )
    state = State(folders={"f": StoredFolder(uid="f", title="F")}, boards={"a": now})
    assert moved_on(plan, state, Owned(boards=())) == moved
