"""Finding room on the grid: what is placed, and the first place where something fits."""

from __future__ import annotations

from dataclasses import dataclass, field

from boardwright.schema.grid import COLUMNS, Box

FULL = (1 << COLUMNS) - 1


@dataclass(slots=True)
class Grid:
    """The lines of a board with a bit for each taken column.

    Attributes:
        lines: Line -> taken columns; a line that is not there is free.
        floor: Nothing is put above this line.
        bottom: The first line below everything put after the floor was set.
    """

    lines: dict[int, int] = field(default_factory=dict)
    floor: int = 0
    bottom: int = 0

    def take(self, box: Box) -> None:
        """Mark a panel's columns as taken."""
        mask = ((1 << box.w) - 1) << box.x
        for line in range(box.y, box.bottom):
            self.lines[line] = self.lines.get(line, 0) | mask

    def put(self, w: int, h: int) -> Box:
        """Take the highest place at or below the floor, and there the leftmost one."""
        self._raise_floor()
        line = self.floor
        while (x := self._free_column(line, w, h)) is None:
            line += 1
        box = Box(x, line, w, h)
        self.take(box)
        self.bottom = max(self.bottom, box.bottom)
        return box

    def start_line(self) -> None:
        """Place all later panels below the existing ones."""
        self.floor = max(self.floor, self.bottom)

    def _raise_floor(self) -> None:
        while self.lines.get(self.floor, 0) == FULL:
            self.floor += 1

    def _free_column(self, line: int, w: int, h: int) -> int | None:
        taken = 0
        for each in range(line, line + h):
            taken |= self.lines.get(each, 0)
        mask = (1 << w) - 1
        for x in range(COLUMNS - w + 1):
            if not taken & (mask << x):
                return x
        return None
