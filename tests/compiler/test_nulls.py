from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.normal.filled_defaults import FILLED_DEFAULTS
from boardwright.compiler.passes.nulls import run

from .helpers import CONTEXT, board, one


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"description": None, "interval": None}, {}),
        (
            {"fieldConfig": {"defaults": {"min": None, "custom": {"axisSoftMin": None}}}},
            {"fieldConfig": {"defaults": {"custom": {}}}},
        ),
        (
            {"targets": [{"alias": None, "model": {"x": None}}]},
            {"targets": [{"model": {"x": None}}]},
        ),
    ],
)
def test_nulls_are_removed(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert one(run, {"type": "stat", **before}) == {"type": "stat", **after}


@pytest.mark.parametrize(
    "panel",
    [
        {"fieldConfig": {"defaults": {"thresholds": {"steps": [{"color": "a", "value": None}]}}}},
        {"fieldConfig": {"defaults": {"mappings": [{"options": {"from": None}}]}}},
        {"fieldConfig": {"overrides": [{"properties": [{"id": "min", "value": None}]}]}},
        {"options": {"limit": None}},
        {"transformations": [{"id": "x", "options": {"y": None}}]},
    ],
)
def test_nulls_with_a_meaning_are_kept(panel: dict[str, Any]) -> None:
    assert one(run, panel) == panel


def test_nulls_of_the_board_and_of_variables_are_removed() -> None:
    after = run(board(gnetId=None, templating={"list": [{"regex": None}]}), CONTEXT)
    assert after == board(templating={"list": [{}]})


def test_nested_nulls_of_queries_are_written_but_not_compared() -> None:
    """The pass removes `alias` only; the normal form also removes `x`, but not the null in the
    list.
    """
    target = {"refId": "A", "alias": None, "model": {"x": None, "y": [None]}}
    written = run(board({"type": "stat", "targets": [target]}), CONTEXT)
    (panel,) = written["panels"]
    assert panel["targets"] == [{"refId": "A", "model": {"x": None, "y": [None]}}]
    (compared,) = FILLED_DEFAULTS[0].run(written)["panels"]
    assert compared["targets"] == [{"refId": "A", "model": {"y": [None]}}]
