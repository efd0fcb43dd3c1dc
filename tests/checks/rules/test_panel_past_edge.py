from __future__ import annotations

import pytest

from boardwright.checks.rules.panel_past_edge import check
from checks.views import board, messages, panel


@pytest.mark.parametrize(
    ("place", "what"),
    [
        ((18, 0, 12, 8), "the panel reaches to column 30, but the board has only 24 columns"),
        ((-1, 0, 12, 8), "the panel begins at x -1, y 0, outside the board"),
        ((0, 0, 0, 8), "the panel is 0 wide and 8 high, so it is invisible"),
        (
            (10**300, 0, 1.5, 8),
            f"the panel is at x {10**300}, y 0, is 1 wide and 8 high, and so is far outside the"
            " board",
        ),
    ],
)
def test_a_panel_outside_the_board_is_reported(place: tuple[float, ...], what: str) -> None:
    assert messages(check, panel(gridPos=dict(zip("xywh", place, strict=True)))) == [what]


@pytest.mark.parametrize(
    "grid",
    [
        {"x": 12, "y": 0, "w": 12, "h": 8},
        {"x": 0, "y": 99, "w": 24, "h": 8},
        {"w": 30, "h": 8},
        # a real Grafana 12.4.3 cuts off fractions: 16 + 7, 0 + 24, and the lowest height is 1
        {"x": 16.7, "y": 0, "w": 7.5, "h": 4.5},
        {"x": 0, "y": 8.2, "w": 24.9, "h": 0.5},
        None,
    ],
)
def test_a_panel_inside_the_board_is_not_reported(grid: dict[str, float] | None) -> None:
    assert messages(check, panel(gridPos=grid)) == []


def test_a_row_without_height_is_not_reported() -> None:
    grid = {"x": 0, "y": 0, "w": 24, "h": 0}
    assert messages(check, panel(type="row", gridPos=grid)) == []


def test_a_position_in_a_classic_row_has_no_effect() -> None:
    row = {"panels": [{"type": "stat", "gridPos": {"x": 20, "y": 0, "w": 12, "h": 0}}]}
    assert [messages(check, each) for each in board(rows=[row]).panels] == [[]]
