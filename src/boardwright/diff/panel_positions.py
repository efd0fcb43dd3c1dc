"""Where each panel of a board stands: its row, its turn in it, its corner in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardwright.frozen import frozen
from boardwright.schema.document import Board


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
    """Return every panel and row of a board in normal form, in reading order."""
    found: list[Standing] = []
    row: int | None = None
    rows, turn, top = 0, 0, 0
    for panel in board.get("panels") or ():
        if not isinstance(panel, dict):
            continue
        y = _line(panel)
        if panel.get("type") != "row":
            found.append(Standing(panel=panel, row=row, turn=turn, x=_column(panel), y=y - top))
            turn += 1
            continue
        row = len(found)
        found.append(Standing(panel=panel, row=None, turn=rows, x=0, y=0))
        rows, top = rows + 1, y + 1
        inner = list(_inner(panel, row))
        found += inner
        turn = len(inner)
    return found


def _inner(row: Board, index: int) -> Iterator[Standing]:
    """Yield the panels of a collapsed row."""
    panels = [panel for panel in row.get("panels") or () if isinstance(panel, dict)]
    for turn, panel in enumerate(panels):
        yield Standing(panel=panel, row=index, turn=turn, x=_column(panel), y=_line(panel))


def _place(panel: Board) -> dict[str, Any]:
    place = panel.get("gridPos")
    return place if isinstance(place, dict) else {}


def _line(panel: Board) -> int:
    y = _place(panel).get("y")
    return y if isinstance(y, int) else 0


def _column(panel: Board) -> int:
    x = _place(panel).get("x")
    return x if isinstance(x, int) else 0
