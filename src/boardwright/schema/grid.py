"""Computes positions and sizes on Grafana's dashboard grid, which has 24 columns. The lines of the
grid are 30 pixels high and 8 pixels apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import ceil, floor

from boardwright.frozen import frozen

COLUMNS = 24
"""The width of a dashboard, in columns of the grid."""

SPANS = 12
"""The width of a classic row (`rows`) in spans. A span is a twelfth of the width of the row."""

SPAN = 4
"""The default width of a panel in a classic row, in spans."""

CLASSIC_LINES = 3
"""The smallest height of a panel in a classic row, in lines of the grid."""

CELL_HEIGHT = 30
CELL_MARGIN = 8

ROW_SIZE = (COLUMNS, 1)
"""The width and height of the line that shows a row's title, in grid units."""

PANEL_SIZE = (12, 8)
"""The width and height of a new panel in Grafana's editor, in grid units."""

PANEL_SIZES = {
    "row": ROW_SIZE,
    "stat": (6, 4),
    "gauge": (6, 4),
    "logs": (COLUMNS, 10),
}
"""Panel type -> default width and height in grid units. The default size of all other panel types
is `PANEL_SIZE`.
"""


def count_lines(pixels: float) -> int:
    """Convert a height in pixels to grid units, as in `gridPos.h`; the result is at least 1."""
    return max(1, ceil(pixels / (CELL_HEIGHT + CELL_MARGIN)))


def count_classic_lines(pixels: float) -> int:
    """Convert the height of a panel in a classic row from pixels to grid lines. As in Grafana, the
    result is at least 3.
    """
    return max(CLASSIC_LINES, count_lines(pixels))


def count_columns(span: float) -> int:
    """Convert the `span` of a panel in a classic row to grid columns. A span is a twelfth of the
    row. Like Grafana, the function ignores a fraction of a span.
    """
    return max(1, min(COLUMNS, floor(span) * COLUMNS // SPANS))


def cut_fraction(number: float, *, least: int) -> float:
    """Return a coordinate or a size of a panel without its fraction, which Grafana ignores.

    Args:
        number: The number in `gridPos`. The function returns a negative number unchanged.
        least: The smallest result for a positive number: 0 for a coordinate, 1 for a size.
    """
    return max(least, int(number)) if number > 0 else number


@frozen(kw_only=False)
class Box:
    """The position and the size of a panel in grid units."""

    x: int
    y: int
    w: int
    h: int

    @property
    def bottom(self) -> int:
        """The first line below the panel."""
        return self.y + self.h

    def to_json(self) -> dict[str, int]:
        """Return the box as the `gridPos` of a panel."""
        return {"h": self.h, "w": self.w, "x": self.x, "y": self.y}


def stack_boxes(boxes: Iterable[Box], *, floor: int = 0) -> Iterator[Box]:
    """Yield each box, moved up until it touches the box above it, like panels in Grafana.

    Args:
        boxes: Boxes in reading order: from top to bottom, then from left to right.
        floor: The highest line on which a box may start.
    """
    heights = [floor] * COLUMNS
    for box in boxes:
        columns = slice(box.x, box.x + box.w)
        top = max(heights[columns], default=floor)
        heights[columns] = [top + box.h] * len(heights[columns])
        yield box if box.y == top else replace(box, y=top)
