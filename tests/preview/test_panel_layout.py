"""Rows hold the panels after them, repeated panels are in a line, gaps are closed."""

from __future__ import annotations

from typing import Any

from boardwright.preview.panel_layout import build_sections
from boardwright.preview.variable_options import VariableChoice


def panel(number: int, x: int, y: int, w: int, h: int, **more: Any) -> dict[str, Any]:
    grid = {"x": x, "y": y, "w": w, "h": h}
    return {"id": number, "type": "timeseries", "gridPos": grid, **more}


def row(number: int, y: int, **more: Any) -> dict[str, Any]:
    return {**panel(number, 0, y, 24, 1), "type": "row", "title": f"row {number}", **more}


def places(
    board: dict[str, Any], **choices: VariableChoice
) -> list[list[tuple[str, int, int, int, int]]]:
    return [
        [(p.key, p.x, p.y, p.w, p.h) for p in section.panels]
        for section in build_sections(board, choices)
    ]


def values(*found: str) -> VariableChoice:
    return VariableChoice(name="v", kind="custom", values=found, texts=found, many=True)


def test_vertical_gaps_are_closed_and_neighbours_are_unchanged() -> None:
    board = {"panels": [panel(1, 0, 0, 12, 8), panel(3, 12, 10_000, 12, 4), panel(2, 12, 0, 12, 4)]}
    assert places(board) == [[("1", 0, 0, 12, 8), ("2", 12, 0, 12, 4), ("3", 12, 4, 12, 4)]]


def test_an_overlapping_panel_moves_down() -> None:
    board = {"panels": [panel(1, 0, 0, 12, 8), panel(2, 6, 2, 12, 4)]}
    assert places(board) == [[("1", 0, 0, 12, 8), ("2", 6, 8, 12, 4)]]


def test_a_row_contains_the_following_or_the_stored_panels() -> None:
    board = {
        "panels": [
            row(10, 9),
            panel(1, 0, 0, 24, 4),
            panel(2, 0, 10, 24, 4),
            row(11, 30, collapsed=True, panels=[panel(3, 0, 31, 24, 4)]),
        ]
    }
    found = build_sections(board, {})
    assert [(s.row and s.row.id, s.is_open, [p.key for p in s.panels]) for s in found] == [
        (None, True, ["1"]),
        (10, True, ["2"]),
        (11, False, ["3"]),
    ]
    assert found[1].panels[0].y == 0


def test_copies_of_a_repeated_panel_are_placed_in_a_line() -> None:
    board = {"panels": [panel(1, 0, 0, 24, 4, repeat="v", maxPerRow=2), panel(2, 0, 4, 24, 4)]}
    assert places(board, v=values("a", "b", "c")) == [
        [
            ("1", 0, 0, 12, 4),
            ("1-1", 12, 0, 12, 4),
            ("1-2", 0, 4, 12, 4),
            ("2", 0, 8, 24, 4),
        ]
    ]


def test_a_panel_repeated_downwards_keeps_its_width() -> None:
    board = {"panels": [panel(1, 2, 0, 6, 4, repeat="v", repeatDirection="v")]}
    assert places(board, v=values("a", "b")) == [[("1", 2, 0, 6, 4), ("1-1", 2, 4, 6, 4)]]


def test_panels_of_a_repeated_row_have_their_own_keys() -> None:
    board = {"panels": [row(10, 0, repeat="v"), panel(1, 0, 1, 24, 4, repeat="v")]}
    found = build_sections(board, {"v": values("a", "b")})
    assert [[p.key for p in s.panels] for s in found] == [["1"], ["1-row1"]]
    assert [s.panels[0].scope["v"].values for s in found] == [("a",), ("b",)]


def test_a_repeat_without_values_is_one_panel() -> None:
    board = {"panels": [panel(1, 0, 0, 12, 4, repeat="v"), panel(2, 0, 4, 12, 4, repeat="gone")]}
    assert places(board, v=values()) == [[("1", 0, 0, 12, 4), ("2", 0, 4, 12, 4)]]


def test_panels_with_a_malformed_position_are_placed() -> None:
    board = {"panels": [{"id": 1, "gridPos": {"x": "a", "w": 99, "h": -1}}, 7, {"id": 2}]}
    assert places(board) == [[("1", 0, 0, 24, 1), ("2", 0, 1, 12, 8)]]
