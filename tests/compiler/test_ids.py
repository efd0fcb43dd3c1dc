from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boardwright.compiler.passes.ids import HIGHEST, run
from boardwright.schema.board_traversal import iter_panels
from boardwright.schema.document import ORIGIN, Origin

from .helpers import CONTEXT, PLACE, board, compile_board, one
from .strategies import boards, panels


def ids(*found: dict[str, Any]) -> list[Any]:
    return [panel["id"] for panel in iter_panels(run(board(*found), CONTEXT))]


def stat(title: str = "", *exprs: str, **more: Any) -> dict[str, Any]:
    return {"type": "stat", "title": title, "targets": [{"expr": e} for e in exprs], **more}


@pytest.mark.parametrize(
    ("given_ids", "kept"),
    [
        ([1, 2, 3], [1, 2, 3]),
        ([5, None], [5, ...]),
        ([5, 5], [5, ...]),
        (["7", 8], [7, 8]),
        ([0, -1, True, 1.5, 2**40], [...] * 5),
        ([2**31], [2**31]),
    ],
)
def test_valid_ids_are_kept_and_others_are_replaced(given_ids: list[Any], kept: list[Any]) -> None:
    found = ids(*(stat(str(index), id=value) for index, value in enumerate(given_ids)))
    assert [
        value if want is not ... else ... for value, want in zip(found, kept, strict=True)
    ] == kept
    assert len(set(found)) == len(found)
    assert all(isinstance(value, int) and value > 0 for value in found)


def test_ids_are_derived_from_title_and_type() -> None:
    (alone,) = ids(stat("CPU", "up"))
    assert ids(stat("CPU", "other"), stat("Memory"))[0] == alone
    assert ids(stat("CPU")) == [alone]
    assert ids({"type": "gauge", "title": "CPU"}) != [alone]


def test_panels_with_one_title_are_distinguished_by_their_queries() -> None:
    both = ids(stat("CPU", "a"), stat("CPU", "b"))
    assert ids(stat("CPU", "b"), stat("CPU", "a")) == both[::-1]


def test_ids_of_equal_panels_depend_on_their_order() -> None:
    three = ids(stat("CPU", "a"), stat("CPU", "a"), stat("CPU", "a"))
    assert len(set(three)) == 3
    assert ids(stat("CPU", "a"), stat("X"), stat("CPU", "a"))[::2] == three[:2]


def test_ids_of_text_panels_depend_on_the_content() -> None:
    a, b = ({"type": "text", "options": {"content": text}} for text in "ab")
    assert ids(a, b) == ids(b, a)[::-1]


def test_the_data_source_of_an_environment_changes_no_id() -> None:
    here, there = (
        [stat("CPU", e, datasource={"uid": uid}) for e in "ab"] for uid in ("dev", "prod")
    )
    for panel in there:
        panel["targets"][0]["datasource"] = {"uid": "prod"}
    assert ids(*here) == ids(*there)


def test_a_derived_id_is_changed_if_another_panel_declares_the_id() -> None:
    (derived,) = ids(stat("CPU"))
    first, second = ids(stat("CPU"), stat("Memory", id=derived))
    assert second == derived
    assert first != derived


def test_panels_in_rows_get_unique_ids() -> None:
    row = {"type": "row", "title": "R", "collapsed": True, "panels": [stat("CPU"), stat("CPU")]}
    assert len(set(ids(row, stat("CPU")))) == 4


def test_derived_ids_do_not_change_between_releases() -> None:
    """Links to panels hold these numbers: a change of how they are made breaks them."""
    assert ids(stat("CPU")) == [5940041]
    assert ids(stat("CPU", "a"), stat("CPU", "b")) == [2783672, 1537997]


@settings(max_examples=100, deadline=None)
@given(st.lists(panels(), max_size=8), st.integers(0, 8))
def test_an_inserted_panel_with_a_new_title_changes_no_other_id(
    found: list[dict[str, Any]], index: int
) -> None:
    found = [{**panel, "id": None, "title": panel["title"][:4]} for panel in found]
    before = ids(*found)
    index = min(index, len(found))
    after = ids(*found[:index], stat("a new title"), *found[index:])
    assert after[:index] + after[index + 1 :] == before


@settings(max_examples=100, deadline=None)
@given(boards())
def test_all_ids_are_unique_and_small(body: dict[str, Any]) -> None:
    found = [panel["id"] for panel in iter_panels(compile_board(body))]
    assert len(set(found)) == len(found)
    assert all(1 <= number <= HIGHEST for number in found)


def test_an_id_from_auto_panel_ids_is_replaced() -> None:
    """`auto_panel_ids` numbers by position: an inserted panel would move all that follow."""
    numbered = {"type": "stat", "title": "A", "id": 1}
    by_helper = {**numbered, ORIGIN: Origin(place=PLACE, explicit_arguments=frozenset({"title"}))}
    by_author = {
        **numbered,
        ORIGIN: Origin(place=PLACE, explicit_arguments=frozenset({"title", "id"})),
    }
    assert one(run, by_author)["id"] == 1
    assert one(run, by_helper)["id"] == one(run, {"type": "stat", "title": "A"})["id"] != 1
