"""Where each panel of a board stands: its row, its turn in it, its corner in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from boardwright.frozen import frozen
from boardwright.schema.document import Board
from boardwright.schema.grid import Box, stack
from boardwright.schema.sections import box_of, sections


@frozen
class Standing:
    """One panel or row in its place.

    Attributes:
        panel: Its data.
        row: The index of the row that it stands in, in the board's list; None for none.
        turn: How many panels stand before it in its row, or rows before it in the board.
        x: Columns from the left.
        y: Lines from the top of its row.
    """

    panel: Board
    row: int | None
    turn: int
    x: int
    y: int

    @property
    def is_row(self) -> bool:
        """Whether it is a row's header."""
        return self.panel.get("type") == "row"

    @property
    def title(self) -> str:
        """Its title; empty for none."""
        return str(self.panel.get("title") or "")

    @property
    def size(self) -> tuple[Any, Any]:
        """Its width and height."""
        place = _place(self.panel)
        return place.get("w"), place.get("h")


def standings(board: Board) -> list[Standing]:
    """Return every panel and row of a board, in reading order."""
    found: list[Standing] = []
    rows = 0
    for section in sections(board):
        row: int | None = None
        if section.row is not None:
            row = len(found)
            found.append(Standing(panel=section.row, row=None, turn=rows, x=0, y=0))
            rows += 1
        for turn, (panel, box) in enumerate(_stacked(section.panels)):
            found.append(Standing(panel=panel, row=row, turn=turn, x=box.x, y=box.y))
    return found


def _stacked(panels: Sequence[Board]) -> Iterator[tuple[Board, Box]]:
    """Yield panels with their boxes, counted from the top of their row."""
    boxes = [box_of(panel) or Box(0, 0, 0, 0) for panel in panels]
    return zip(panels, stack(boxes), strict=True)


def _place(panel: Board) -> dict[str, Any]:
    place = panel.get("gridPos")
    return place if isinstance(place, dict) else {}
