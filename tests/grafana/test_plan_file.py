"""A plan that is written and read back is the same plan."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boardwright.errors import ServerError
from boardwright.grafana.plan import Plan
from boardwright.grafana.plan_file import decode_plan, encode_plan, list_changed_objects
from boardwright.grafana.plan_steps import Step
from boardwright.grafana.prune_steps import OwnedObjects
from boardwright.grafana.rule_state import RuleState
from boardwright.grafana.server_state import ServerState
from boardwright.grafana.stored_values import StoredBoard, StoredFolder, StoredRule
from boardwright.grafana.wanted_objects import WantedBoard, WantedFolder, WantedGroup, WantedRule
from boardwright.schema.canonical import encode_canonical_json, parse_canonical_json

TEXT = st.text(max_size=4)
FOLDERS = st.builds(WantedFolder, uid=TEXT, path=TEXT, parent_uid=st.none() | TEXT)
VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
BODIES = st.dictionaries(TEXT, VALUES | st.lists(VALUES, max_size=2), max_size=2)
STORED = st.builds(
    StoredBoard,
    uid=TEXT,
    body=BODIES,
    version=st.integers(),
    folder_uid=TEXT,
    provider_file=st.none() | TEXT,
    url=TEXT,
)
BOARDS = st.builds(
    lambda uid, body, **others: WantedBoard(
        uid=uid, text=encode_canonical_json({**body, "uid": uid}), **others
    ),
    uid=TEXT,
    body=BODIES,
    title=TEXT,
    folder=FOLDERS,
    place=TEXT,
)
FOLDER_STEPS = st.builds(Step, action=st.sampled_from(["create", "unchanged"]), item=FOLDERS)
BOARD_STEPS = st.builds(
    Step,
    action=st.sampled_from(["create", "update", "move", "unchanged"]),
    item=BOARDS,
    stored=st.just(()) | st.tuples(STORED),
)
RULES = st.builds(WantedRule, uid=TEXT, title=TEXT, data=BODIES, place=TEXT)
GROUPS = st.builds(
    WantedGroup,
    name=TEXT,
    interval=st.integers(),
    rules=st.lists(RULES, max_size=2).map(tuple),
    folder=FOLDERS,
    place=TEXT,
)
STORED_RULES = st.builds(
    StoredRule,
    uid=TEXT,
    body=BODIES,
    folder_uid=TEXT,
    group=TEXT,
    interval=st.none() | st.integers(),
    provenance=TEXT,
)
GROUP_STEPS = st.builds(
    Step,
    action=st.sampled_from(["create", "update", "unchanged"]),
    item=GROUPS,
    stored=st.lists(STORED_RULES, max_size=2).map(tuple),
    others=st.lists(STORED_RULES, max_size=1).map(tuple),
)
PLANS = st.builds(
    Plan,
    folders=st.lists(FOLDER_STEPS, max_size=2).map(tuple),
    boards=st.lists(BOARD_STEPS, max_size=2).map(tuple),
    groups=st.lists(GROUP_STEPS, max_size=2).map(tuple),
    prunes=st.lists(
        st.builds(Step, action=st.just("prune"), item=STORED | STORED_RULES), max_size=2
    ).map(tuple),
)


@settings(max_examples=50, deadline=None)
@given(PLANS)
def test_a_plan_is_unchanged_after_it_is_written_and_read(plan: Plan) -> None:
    assert decode_plan(parse_canonical_json(encode_canonical_json(encode_plan(plan)))) == plan


def test_the_reasons_of_a_plan_are_unchanged() -> None:
    error = ServerError("what", where="where", hint="hint")
    folder = WantedFolder(uid="f", path="F", parent_uid=None)
    step = Step(action="refused", item=folder, reason=error)
    read = decode_plan(encode_plan(Plan(folders=(step,), boards=(), not_pruned=error)))
    assert str(read.folders[0].reason) == str(read.not_pruned) == str(error)


def store_board(**other: Any) -> StoredBoard:
    values = {"uid": "a", "body": {"x": 1}, "version": 1, "folder_uid": "f"}
    return StoredBoard(**values | other, provider_file=None, url="")


@pytest.mark.parametrize(
    ("now", "moved"),
    [
        (store_board(), []),
        (store_board(body={"x": 1.0, "id": 7, "version": 1}), []),
        (store_board(version=2), ["a"]),
        (store_board(body={"x": 2}), ["a"]),
        (store_board(folder_uid="g"), ["a"]),
        (None, ["a"]),
        (ServerError("x"), ["a"]),
    ],
)
def test_boards_changed_since_the_plan_are_listed(
    now: StoredBoard | ServerError | None, moved: list[str]
) -> None:
    folder = WantedFolder(uid="f", path="F", parent_uid=None)
    board = WantedBoard(uid="a", title="A", text=b"{}", folder=folder, place="a.py:1")
    plan = Plan(
        folders=(Step(action="unchanged", item=folder),),
        boards=(Step(action="update", item=board, stored=(store_board(),)),),
    )
    state = ServerState(folders={"f": StoredFolder(uid="f", title="F")}, boards={"a": now})
    assert list_changed_objects(plan, state, RuleState(), OwnedObjects()) == moved
