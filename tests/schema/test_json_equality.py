"""One equality of JSON for diff, deploy, import and the normal form."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.normal.default_removal import drop_defaults
from boardwright.diff.board_comparison import compare_board
from boardwright.schema.json_equality import are_json_equal
from boardwright.source.verdict import compare_compiled

EQUAL: list[tuple[Any, Any]] = [
    (1, 1.0),
    (2**53, 2**53 + 1),  # one 64-bit float: a real Grafana answers ...992 for ...993
    (10**400, 10**400),
    ({"a": [1, {"b": None}]}, {"a": [1.0, {"b": None}]}),
    ("x", "x"),
]
DIFFERENT: list[tuple[Any, Any]] = [
    (True, 1),
    (False, 0),
    (2**53, 2**53 + 2),
    ("1", 1),
    (None, 0),
    (None, ""),
    ([], {}),
    ([1, 2], [2, 1]),
    ([1], [1, 1]),
    ({"a": None}, {}),
    ({"a": True}, {"a": 1}),
    (10**400, 10**400 + 1),
]


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_values_that_are_equal_in_json_are_equal(one: Any, other: Any) -> None:
    assert are_json_equal(one, other)
    assert are_json_equal(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_values_of_different_json_types_are_different(one: Any, other: Any) -> None:
    assert not are_json_equal(one, other)
    assert not are_json_equal(other, one)


@pytest.mark.parametrize(("one", "other"), [(20, 20.0), (2**53, 2**53 + 1)])
def test_diff_and_import_treat_equal_floats_as_one_number(one: Any, other: Any) -> None:
    before, after = board(one), board(other)
    assert compare_board(before, after).kind == "same"
    assert compare_compiled(before, after) == ((), ())


def test_diff_and_import_distinguish_true_from_1() -> None:
    before, after = board(True), board(1)
    assert compare_board(before, after).kind == "changed"
    assert compare_compiled(before, after)[1]


def test_a_nested_true_is_distinguished_from_the_default_1() -> None:
    assert drop_defaults({"a": {"b": True}}, {"a": {"b": 1}}) == {"a": {"b": True}}
    assert drop_defaults({"a": [True]}, {"a": [1]}) == {"a": [True]}


def board(value: Any) -> dict[str, Any]:
    """Return a board with a value that only a plugin of the panel reads."""
    panel = {"id": 1, "type": "some-plugin-panel", "options": {"anything": value}}
    return {"uid": "b", "title": "B", "schemaVersion": 41, "panels": [panel]}
