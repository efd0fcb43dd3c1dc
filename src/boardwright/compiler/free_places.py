"""Finds the first gap in a board's grid that is large enough for a panel."""

from __future__ import annotations

from dataclasses import dataclass, field

from boardwright.schema.grid import COLUMNS, Box

FULL = (1 << COLUMNS) - 1


@dataclass(slots=True)
class OccupiedGrid:
    """The occupied cells of a board's grid.

    Attributes:
        lines: Maps a line number to an integer in which each occupied column is one bit.
        floor: The topmost line in which `put` may place a panel.
        bottom: The first line below all panels that `put` has placed.
    """

    lines: dict[int, int] = field(default_factory=dict)
    floor: int = 0
    bottom: int = 0

    def take(self, box: Box) -> None:
        """Mark the cells of a panel as occupied."""
        mask = ((1 << box.w) - 1) << box.x
        for line in range(box.y, box.bottom):
            self.lines[line] = self.lines.get(line, 0) | mask

    def put(self, w: int, h: int) -> Box:
        """Place a panel in the topmost gap at or below the line `floor`, as far left as possible.

        Args:
            w: Width of the panel in columns.
            h: Height of the panel in lines.
        """
        self._raise_floor()
        line = self.floor
        while (x := self._find_free_column(line, w, h)) is None:
            line += 1
        box = Box(x, line, w, h)
        self.take(box)
        self.bottom = max(self.bottom, box.bottom)
        return box

    def start_line(self) -> None:
        """Move `floor` below all panels that `put` has placed."""
        self.floor = max(self.floor, self.bottom)

    def _raise_floor(self) -> None:
        while self.lines.get(self.floor, 0) == FULL:
            self.floor += 1

    def _find_free_column(self, line: int, w: int, h: int) -> int | None:
        taken = 0
        for each in range(line, line + h):
            taken |= self.lines.get(each, 0)
        mask = (1 << w) - 1
        for x in range(COLUMNS - w + 1):
            if not taken & (mask << x):
                return x
        return None
