from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings

from boardwright.compiler.passes.layout import run
from boardwright.errors import DocumentError

from .helpers import CONTEXT, board, compile_board, mark, one, remarks
from .strategies import boards

Place = tuple[int, int, int, int]


def place(panel: dict[str, Any]) -> Place:
    position = panel["gridPos"]
    return position["x"], position["y"], position["w"], position["h"]


def places(*panels: dict[str, Any]) -> list[Place]:
    return [place(panel) for panel in run(board(*panels), CONTEXT)["panels"]]


def size(w: int, h: int, **more: Any) -> dict[str, Any]:
    return {"type": "timeseries", "gridPos": {"w": w, "h": h}, **more}


def at(x: int, y: int, w: int, h: int) -> dict[str, Any]:
    return {"type": "timeseries", "gridPos": {"x": x, "y": y, "w": w, "h": h}}


PLAIN = {"type": "timeseries"}
ROW = {"type": "row", "panels": []}


@pytest.mark.parametrize(
    ("panels", "expected"),
    [
        ([PLAIN] * 3, [(0, 0, 12, 8), (12, 0, 12, 8), (0, 8, 12, 8)]),
        ([{"type": "stat"}, {"type": "gauge"}], [(0, 0, 6, 4), (6, 0, 6, 4)]),
        ([{"type": "logs"}], [(0, 0, 24, 10)]),
        ([size(8, 4)] * 4, [(0, 0, 8, 4), (8, 0, 8, 4), (16, 0, 8, 4), (0, 4, 8, 4)]),
        (
            [size(12, 8), size(12, 4), size(12, 4)],
            [(0, 0, 12, 8), (12, 0, 12, 4), (12, 4, 12, 4)],
        ),
        ([size(16, 8), size(16, 8)], [(0, 0, 16, 8), (0, 8, 16, 8)]),
        ([at(12, 0, 12, 8), PLAIN], [(12, 0, 12, 8), (0, 0, 12, 8)]),
        ([PLAIN, at(0, 0, 24, 3)], [(0, 3, 12, 8), (0, 0, 24, 3)]),
        ([size(6, 3), ROW, PLAIN], [(0, 0, 6, 3), (0, 3, 24, 1), (0, 4, 12, 8)]),
        ([ROW, ROW], [(0, 0, 24, 1), (0, 1, 24, 1)]),
        ([{**PLAIN, "gridPos": {"h": 3, "w": None, "x": None, "y": None}}], [(0, 0, 12, 3)]),
        ([{**PLAIN, "gridPos": {"w": 6.0, "h": 3.0, "x": 0.0, "y": 5.0}}], [(0, 5, 6, 3)]),
    ],
)
def test_panels_are_placed_in_reading_order(panels: list[Any], expected: list[Place]) -> None:
    assert places(*panels) == expected


def test_panels_of_a_collapsed_row_are_placed_below_the_row() -> None:
    row = {"type": "row", "collapsed": True, "panels": [PLAIN, PLAIN, PLAIN]}
    before, after, last = run(board(size(24, 3), row, PLAIN), CONTEXT)["panels"]
    assert place(before) == (0, 0, 24, 3)
    assert place(after) == (0, 3, 24, 1)
    assert [place(panel) for panel in after["panels"]] == [
        (0, 4, 12, 8),
        (12, 4, 12, 8),
        (0, 12, 12, 8),
    ]
    assert place(last) == (0, 4, 12, 8)


@pytest.mark.parametrize(
    ("panel", "width", "per_row"),
    [
        ({"repeat": "host"}, 24, 2),
        ({"repeat": "host", "gridPos": {"w": 6}}, 24, 4),
        ({"repeat": "host", "maxPerRow": 3}, 24, 3),
        ({"repeat": "host", "repeatDirection": "v"}, 12, None),
    ],
)
def test_panels_that_repeat_horizontally_have_the_full_width(
    panel: dict[str, Any], width: int, per_row: int | None
) -> None:
    after = one(run, PLAIN | panel)
    assert (after["gridPos"]["w"], after.get("maxPerRow")) == (width, per_row)


@pytest.mark.parametrize(
    ("position", "message"),
    [
        ({"w": 30, "h": 8}, "gridPos.w is 30"),
        ({"w": 0, "h": 8, "x": 0, "y": 0}, "gridPos.w is 0"),
        ({"w": 12, "h": 0, "x": 0, "y": 0}, "gridPos.h is 0"),
        ({"w": 12, "h": 8, "x": -1, "y": 0}, "gridPos.x is -1"),
        ({"w": 12, "h": 8, "x": 24, "y": 0}, "gridPos.x is 24"),
        ({"w": 12, "h": 8, "x": 0, "y": -1}, "gridPos.y is -1"),
        ({"w": "12", "h": 8}, "gridPos.w is '12'"),
        ({"w": True, "h": 8}, "gridPos.w is True"),
        ({"w": float("inf"), "h": 8}, "gridPos.w is inf"),
        ({"w": 12, "h": 10**9}, "gridPos.h is 1000000000"),
    ],
)
def test_positions_outside_the_grid_are_refused(position: dict[str, Any], message: str) -> None:
    panel = mark({"type": "stat", "title": "CPU", "gridPos": position}, line=9)
    with pytest.raises(DocumentError) as error:
        run(board(panel), CONTEXT)
    assert error.value.what.startswith(f"{message}, which is not a whole number")
    assert error.value.where == 'dashboards/node.py:9, panel "CPU"'
    assert "whole number from" in str(error.value.hint)


def test_fractions_are_dropped() -> None:
    """A real Grafana 12.4.3 converts this panel to 0, 4, 11, 8 in schema v2."""
    assert place(one(run, at(0.6, 4.5, 11.5, 8.7))) == (0, 4, 11, 8)  # type: ignore[arg-type]
    assert place(one(run, at(0, 0, 0.5, 0.5))) == (0, 0, 1, 1)  # type: ignore[arg-type]


def test_a_panel_past_the_edge_is_moved_left() -> None:
    after = one(run, at(20, 0, 12, 8))
    assert place(after) == (12, 0, 12, 8)
    assert remarks(after) == (
        "the panel exceeds the right edge of the board: boardwright moves it 8 columns to the left",
    )


def overlapping(panels: list[dict[str, Any]]) -> list[tuple[Place, Place]]:
    def meet(a: Place, b: Place) -> bool:
        apart = a[0] + a[2] <= b[0] or b[0] + b[2] <= a[0]
        return not (apart or a[1] + a[3] <= b[1] or b[1] + b[3] <= a[1])

    return [pair for pair in combinations(map(place, panels), 2) if meet(*pair)]


@settings(max_examples=150, deadline=None)
@given(boards(placed=False))
def test_automatically_placed_panels_do_not_overlap(body: dict[str, Any]) -> None:
    panels = compile_board(body)["panels"]
    for group in (panels, *(panel["panels"] for panel in panels if panel["type"] == "row")):
        assert overlapping(group) == []
        assert all(p[0] >= 0 and p[0] + p[2] <= 24 and p[3] >= 1 for p in map(place, group))


@settings(max_examples=150, deadline=None)
@given(boards(placed=False))
def test_automatically_placed_panels_leave_no_gaps(body: dict[str, Any]) -> None:
    """A panel directly below others or a row: its place is the one that Grafana shows."""
    panels = compile_board({key: body[key] for key in ("title", "panels")})["panels"]
    for panel in panels:
        x, y, w, _ = place(panel)
        above = [
            p for p in map(place, panels) if p[1] + p[3] == y and p[0] < x + w and x < p[0] + p[2]
        ]
        assert y == 0 or above or panel["type"] == "row"


@settings(max_examples=100, deadline=None)
@given(boards())
def test_declared_positions_are_kept(body: dict[str, Any]) -> None:
    given_places = [
        place(panel)
        for panel in body["panels"]
        if len(panel.get("gridPos") or {}) == 4 and panel["type"] != "row"
    ]
    found = [place(panel) for panel in compile_board(body)["panels"]]
    assert all(found.count(each) >= given_places.count(each) for each in given_places)
