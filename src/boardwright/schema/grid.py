"""The grid that panels are placed on: 24 columns, lines of 30 pixels with 8 between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import ceil, floor

COLUMNS = 24
"""Width of a dashboard, in grid units."""

SPANS = 12
"""Width of a classic row (`rows`, `span`), in its own units."""

SPAN = 4
"""Width of a panel without a width in a classic row."""

CLASSIC_LINES = 3
"""Height of the lowest panel in a classic row."""

CELL_HEIGHT = 30
CELL_MARGIN = 8

ROW_SIZE = (COLUMNS, 1)
"""Width and height of a row's header line."""

PANEL_SIZE = (12, 8)
"""Width and height of a panel made in Grafana's editor."""

PANEL_SIZES = {
    "row": ROW_SIZE,
    "stat": (6, 4),
    "gauge": (6, 4),
    "logs": (COLUMNS, 10),
}
"""Width and height of panels for which nobody asked for a size; `PANEL_SIZE` for all others."""


def lines_of(pixels: float) -> int:
    """Return how many grid lines a height in pixels takes, at least one."""
    return max(1, ceil(pixels / (CELL_HEIGHT + CELL_MARGIN)))


def classic_lines_of(pixels: float) -> int:
    """Return how many grid lines a classic height takes: Grafana makes none lower than three."""
    return max(CLASSIC_LINES, lines_of(pixels))


def columns_of(span: float) -> int:
    """Return how many columns a classic span takes: Grafana counts whole spans, of 1 to 12."""
    return max(1, min(COLUMNS, floor(span) * COLUMNS // SPANS))


@dataclass(frozen=True, slots=True)
class Box:
    """The position and size of a panel in grid units; made by the thousand, so it has slots."""

    x: int
    y: int
    w: int
    h: int

    @property
    def bottom(self) -> int:
        """The first line below the panel."""
        return self.y + self.h

    def to_json(self) -> dict[str, int]:
        """Return the panel's `gridPos`."""
        return {"h": self.h, "w": self.w, "x": self.x, "y": self.y}


def stack(boxes: Iterable[Box], *, floor: int = 0) -> Iterator[Box]:
    """Yield each box directly below the boxes before it, as Grafana closes gaps between panels.

    Args:
        boxes: Boxes in reading order.
        floor: The line on which the first boxes stand.
    """
    heights = [floor] * COLUMNS
    for box in boxes:
        columns = slice(box.x, box.x + box.w)
        top = max(heights[columns], default=floor)
        heights[columns] = [top + box.h] * len(heights[columns])
        yield box if box.y == top else replace(box, y=top)
