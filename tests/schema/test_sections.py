"""Reading order, rows with their panels, closing gaps: one answer for diff, import, preview."""

from __future__ import annotations

from typing import Any

from boardwright.compiler.normal.filled_defaults import close_gaps
from boardwright.compiler.normal_form import normalise_board
from boardwright.diff.panel_positions import find_panel_positions
from boardwright.preview.panel_layout import build_sections
from boardwright.schema.grid import Box, stack_boxes
from boardwright.schema.sections import (
    move_up,
    read_box,
    sort_in_reading_order,
    split_into_sections,
)


def panel(number: int, x: float, y: float, w: float, h: float, **more: Any) -> dict[str, Any]:
    return {"id": number, "type": "stat", "gridPos": {"x": x, "y": y, "w": w, "h": h}, **more}


def row(number: int, y: float, h: float = 1, **more: Any) -> dict[str, Any]:
    return {**panel(number, 0, y, 24, h), "type": "row", **more}


def ids(board: dict[str, Any]) -> list[tuple[Any, list[Any]]]:
    return [
        (section.row and section.row["id"], [each["id"] for each in section.panels])
        for section in split_into_sections(board)
    ]


def test_a_row_contains_its_stored_or_the_following_panels() -> None:
    inside = [panel(5, 12, 0, 12, 4), panel(4, 0, 0, 12, 4)]
    board = {
        "panels": [
            row(10, 4),
            panel(2, 12, 0, 12, 4),
            panel(1, 0, 0, 12, 4),
            panel(3, 0, 5, 24, 4),
            row(11, 9, collapsed=True, panels=inside),
            row(12, 10),
        ]
    }
    assert ids(board) == [(None, [1, 2]), (10, [3]), (11, [4, 5]), (12, [])]


def test_panels_keep_the_stored_order_if_one_has_no_position() -> None:
    """preview once put panels without a position at the top, diff left them where they were."""
    board = {"panels": [panel(1, 0, 0, 24, 4), row(10, 4), {"id": 2, "type": "stat"}]}
    assert ids(board) == [(None, [1]), (10, [2])]
    (above, below) = build_sections(board, {})
    assert [each.panel.id for each in (*above.panels, *below.panels)] == [1, 2]
    assert [each.panel["id"] for each in find_panel_positions(board)] == [1, 10, 2]


def test_a_position_that_is_not_a_number_is_ignored() -> None:
    for wrong in ("0", None, True, float("nan"), float("inf"), [0]):
        assert read_box({"type": "stat", "gridPos": {"x": wrong, "y": 0, "w": 1, "h": 1}}) is None
    assert read_box({"type": "stat", "gridPos": "top"}) is None
    assert read_box({"type": "stat"}) is None


def test_fractions_of_a_position_are_dropped() -> None:
    """A real Grafana 12.4.3 answers 0, 4, 11, 8 for this panel as v2beta1."""
    assert read_box(panel(1, 0.6, 4.5, 11.5, 8.7)) == Box(0, 4, 11, 8)
    assert read_box(panel(1, 0.6, 0, 0.5, 0.1)) == Box(0, 0, 1, 1)


def test_a_row_is_one_line_high_and_as_wide_as_the_board() -> None:
    assert read_box({**row(1, 3, h=9), "gridPos": {"x": 4, "y": 3, "w": 6, "h": 9}}) == Box(
        0, 3, 24, 1
    )


def test_gaps_are_closed_and_no_panel_moves_above_a_row() -> None:
    panels = [
        panel(1, 0, 0, 12, 8),
        panel(2, 12, 20, 12, 4),
        row(10, 30),
        panel(3, 12, 90, 12, 4),
    ]
    assert [each["gridPos"]["y"] for each in move_up(panels)] == [0, 0, 8, 9]
    assert [each["gridPos"]["y"] for each in move_up(panels, floor=3)] == [3, 3, 11, 12]


def test_overlapping_boxes_are_pushed_down() -> None:
    boxes = [Box(0, 0, 12, 8), Box(6, 2, 12, 4), Box(18, 3, 6, 2)]
    assert [box.y for box in stack_boxes(boxes)] == [0, 8, 0]


def test_diff_import_and_preview_have_panels_at_the_same_place() -> None:
    panels = [
        panel(1, 0, 2, 12, 8),
        panel(2, 12, 7, 12, 4),
        row(10, 40, h=3),
        panel(3, 0, 60, 24, 5),
        panel(4, 0, 70, 6, 5),
    ]
    board = {"title": "B", "uid": "b", "schemaVersion": 41, "panels": panels}
    in_diff = [(each.panel["id"], each.y) for each in find_panel_positions(normalise_board(board))]
    in_preview = [
        (each.panel.id, each.y) for part in build_sections(board, {}) for each in part.panels
    ]
    settled_panels = close_gaps(board)["panels"]
    in_import = [(each["id"], each["gridPos"]["y"]) for each in settled_panels]
    assert in_diff == [(1, 0), (2, 0), (10, 0), (3, 0), (4, 5)]
    assert in_preview == [(1, 0), (2, 0), (3, 0), (4, 5)]
    assert in_import == [(1, 0), (2, 0), (10, 8), (3, 9), (4, 14)]


def test_reading_order_goes_line_by_line() -> None:
    panels = [panel(3, 0, 8, 6, 4), panel(2, 12, 0, 12, 8), panel(1, 0, 0, 12, 8)]
    assert [each["id"] for each in sort_in_reading_order(panels)] == [1, 2, 3]
