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


def test_panels_at_every_depth_are_listed() -> None:
    assert [panel["title"] for panel in iter_panels(BOARD)] == ["a", "b", "c", "d", "e"]


def test_a_board_without_lists_has_no_items() -> None:
    for board in ({}, {"panels": None, "templating": None, "annotations": {}}):
        assert list(iter_panels(board)) == []
        assert list(iter_variables(board)) == []
        assert list(iter_annotations(board)) == []
        assert map_panels(board, lambda panel: {}) is board
        assert map_variables(board, lambda variable: {}) is board
    assert list(iter_targets({})) == []


def test_mapped_panels_do_not_change_the_original_board() -> None:
    changed = map_panels(BOARD, lambda panel: {**panel, "title": panel["title"].upper()})
    assert [panel["title"] for panel in iter_panels(changed)] == ["a", "B", "C", "D", "E"]
    assert [panel["title"] for panel in iter_panels(BOARD)] == ["a", "b", "c", "d", "e"]


def test_unchanged_parts_of_a_board_are_not_copied() -> None:
    assert map_panels(BOARD, lambda panel: panel) is BOARD
    assert map_variables(BOARD, lambda variable: variable) is BOARD
    assert map_annotations(BOARD, lambda annotation: annotation) is BOARD
    only_e = map_panels(BOARD, lambda p: {**p, "x": 1} if p["title"] == "e" else p)
    assert only_e["panels"][0] is BOARD["panels"][0]


def test_variables_annotations_and_targets_can_be_mapped() -> None:
    named = {"x": 1}
    assert map_variables(BOARD, lambda variable: named)["templating"]["list"] == [named]
    assert map_annotations(BOARD, lambda annotation: named)["annotations"]["list"] == [named]
    assert map_targets({"targets": [{}]}, lambda target: named)["targets"] == [named]
    assert map_items({"links": [{}]}, "links", lambda link: named)["links"] == [named]
