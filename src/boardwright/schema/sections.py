"""Sorts the rows and panels of a board in reading order, from top to bottom and from left to
right.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import Any

from boardwright.frozen import frozen
from boardwright.schema.document import Board, PanelJson
from boardwright.schema.grid import COLUMNS, Box, cut_fraction, stack_boxes

SIDES = ("x", "y", "w", "h")


@frozen(kw_only=False)
class Section:
    """A row of a board and its panels, in reading order: from top to bottom and from left to right.

    Attributes:
        row: The row; None for the panels above the first row.
        panels: The panels inside the JSON of the row, then the panels that follow the row in the
            board.
    """

    row: PanelJson | None
    panels: tuple[Board, ...]

    @property
    def title(self) -> str:
        """The title of the row; empty for the panels above the first row."""
        return str((self.row or {}).get("title") or "")


def split_into_sections(board: Board) -> list[Section]:
    """Return the rows of a board from top to bottom, with their panels. If panels are above the
    first row, the list starts with a section for these panels.
    """
    sections: list[Section] = []
    row: PanelJson | None = None
    panels: list[Board] = []
    for panel in sort_in_reading_order(board.get("panels")):
        if not is_row(panel):
            panels.append(panel)
            continue
        if row is not None or panels:
            sections.append(Section(row, tuple(panels)))
        row, panels = panel, sort_in_reading_order(panel.get("panels"))
    if row is not None or panels:
        sections.append(Section(row, tuple(panels)))
    return sections


def is_row(panel: PanelJson) -> bool:
    """Return whether a panel is a row."""
    return panel.get("type") == "row"


def has_plugin(panel: PanelJson) -> bool:
    """Return whether the JSON of a panel names a panel plugin. A row has no plugin, and Grafana
    stores the plugin of a library panel outside of the board.
    """
    return not is_row(panel) and "libraryPanel" not in panel


def read_box(panel: PanelJson) -> Box | None:
    """Return a panel's position; None if a number in its `gridPos` is missing or invalid.

    Like Grafana, the function drops fractions, but a positive size is at least 1. A row is always
    one line high and as wide as the board, whatever its `gridPos` contains.
    """
    position = panel.get("gridPos")
    if not isinstance(position, dict):
        return None
    sides = [position.get(side) for side in SIDES]
    if not all(map(_is_finite, sides)):
        return None
    x, y = (int(cut_fraction(position[side], least=0)) for side in ("x", "y"))
    w, h = (int(cut_fraction(position[side], least=1)) for side in ("w", "h"))
    return Box(0, y, COLUMNS, 1) if is_row(panel) else Box(x, y, w, h)


def sort_in_reading_order(panels: Any) -> list[Board]:
    """Return panels sorted from top to bottom and left to right.

    If any panel has no position, all panels keep the order of the list, because Grafana puts a
    panel without a position below the panels before it in the list.
    """
    items = panels if isinstance(panels, list | tuple) else ()
    objects = [panel for panel in items if isinstance(panel, dict)]
    boxes = [read_box(panel) for panel in objects]
    if None in boxes:
        return objects
    order = sorted(range(len(objects)), key=lambda index: _read_corner(boxes[index]))
    return [objects[index] for index in order]


def move_up(panels: Iterable[PanelJson], *, floor: int = 0) -> list[PanelJson]:
    """Return the panels in the same order, each moved up until it touches another panel, as in
    Grafana.

    Args:
        panels: The panels. If any panel has no position, the function moves no panel.
        floor: The highest line on which a panel may start.
    """
    moved = list(panels)
    boxes = [read_box(panel) for panel in moved]
    if None in boxes:
        return moved
    order = sorted(range(len(moved)), key=lambda index: _read_corner(boxes[index]))
    stacked = stack_boxes((boxes[index] for index in order), floor=floor)  # type: ignore[misc]
    for index, box in zip(order, stacked, strict=True):
        position = moved[index]["gridPos"]
        if position["y"] != box.y:
            moved[index] = {**moved[index], "gridPos": {**position, "y": box.y}}
    return moved


def _read_corner(box: Box | None) -> tuple[int, int]:
    return (box.y, box.x) if box else (0, 0)


def _is_finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
