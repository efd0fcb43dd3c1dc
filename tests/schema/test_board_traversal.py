from __future__ import annotations

from typing import Any

from boardwright.schema.board_traversal import (
    iter_annotations,
    iter_panels,
    iter_targets,
    iter_variables,
    map_annotations,
    map_items,
    map_panels,
    map_targets,
    map_variables,
)

BOARD: dict[str, Any] = {
    "rows": [{"panels": [{"title": "a"}]}, {"panels": None}],
    "panels": [
        {"title": "b"},
        {"title": "c", "panels": [{"title": "d", "panels": [{"title": "e"}]}]},
    ],
    "templating": {"list": [{"name": "v"}]},
    "annotations": {"list": [{"name": "n"}]},
}


def test_every_panel_at_every_depth() -> None:
    assert [panel["title"] for panel in iter_panels(BOARD)] == ["a", "b", "c", "d", "e"]


def test_nothing_there() -> None:
    for board in ({}, {"panels": None, "templating": None, "annotations": {}}):
        assert list(iter_panels(board)) == []
        assert list(iter_variables(board)) == []
        assert list(iter_annotations(board)) == []
        assert map_panels(board, lambda panel: {}) is board
        assert map_variables(board, lambda variable: {}) is board
    assert list(iter_targets({})) == []


def test_changing_panels_leaves_the_board_alone() -> None:
    changed = map_panels(BOARD, lambda panel: {**panel, "title": panel["title"].upper()})
    assert [panel["title"] for panel in iter_panels(changed)] == ["a", "B", "C", "D", "E"]
    assert [panel["title"] for panel in iter_panels(BOARD)] == ["a", "b", "c", "d", "e"]


def test_what_does_not_change_is_the_same_object() -> None:
    assert map_panels(BOARD, lambda panel: panel) is BOARD
    assert map_variables(BOARD, lambda variable: variable) is BOARD
    assert map_annotations(BOARD, lambda annotation: annotation) is BOARD
    only_e = map_panels(BOARD, lambda p: {**p, "x": 1} if p["title"] == "e" else p)
    assert only_e["panels"][0] is BOARD["panels"][0]


def test_the_other_lists() -> None:
    named = {"x": 1}
    assert map_variables(BOARD, lambda variable: named)["templating"]["list"] == [named]
    assert map_annotations(BOARD, lambda annotation: named)["annotations"]["list"] == [named]
    assert map_targets({"targets": [{}]}, lambda target: named)["targets"] == [named]
    assert map_items({"links": [{}]}, "links", lambda link: named)["links"] == [named]
