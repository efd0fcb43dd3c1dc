"""Where panels stand: as Grafana shows them, each as high as it can float, in reading order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from boardwright.schema.document import Board
from boardwright.schema.grid import COLUMNS

SIDES = ("x", "y", "w", "h")


def in_reading_order(panels: Iterable[Board]) -> list[Board]:
    """Return the panels from the top, in a line from the left, without gaps above them."""
    found = risen(panels)
    return sorted(found, key=_corner) if all(map(_is_placed, found)) else found


def risen(panels: Iterable[Board], *, floor: int = 0) -> list[Board]:
    """Return the panels in their order, each as high as it can float.

    Grafana moves panels up as far as there is room, so a gap is never seen.

    Args:
        panels: Panels; they stay where they are when one of them has no place.
        floor: How high the highest may be.
    """
    found = list(panels)
    if all(map(_is_placed, found)):
        heights = [floor] * COLUMNS
        for turn in sorted(range(len(found)), key=lambda each: _corner(found[each])):
            found[turn] = _risen(found[turn], heights)
    return found


def _is_placed(panel: Board) -> bool:
    place = panel.get("gridPos")
    return isinstance(place, dict) and all(type(place.get(side)) is int for side in SIDES)


def _corner(panel: Board) -> tuple[Any, Any]:
    return panel["gridPos"]["y"], panel["gridPos"]["x"]


def _risen(panel: Board, heights: list[int]) -> Board:
    place = panel["gridPos"]
    is_row = panel.get("type") == "row"  # nothing rises past a row, however wide it says it is
    columns = slice(0, COLUMNS) if is_row else slice(place["x"], place["x"] + place["w"])
    top = max(heights[columns], default=0)
    heights[columns] = [top + place["h"]] * len(heights[columns])
    return panel if place["y"] == top else {**panel, "gridPos": {**place, "y": top}}
