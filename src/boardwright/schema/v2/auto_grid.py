"""Computes the columns and lines of an automatic grid on a wide screen, because v1 has only fixed
positions.
"""

from __future__ import annotations

from boardwright.schema.grid import COLUMNS, lines_of
from boardwright.schema.v2.node import Node

_SCREEN = 1600
"""The width of a board on a wide screen, in pixels."""
_WIDTHS = {"narrow": 192, "standard": 448, "wide": 768}
_HEIGHTS = {"short": 168, "standard": 320, "tall": 512}
_COLUMNS = 3
"""The number of columns of an automatic grid that sets no maximum."""
_TALLEST = 1e6


def column_count(spec: Node, panels: int) -> int:
    """Return the number of columns that fit on a wide screen, up to the maximum of the grid.

    Args:
        spec: The settings of the grid.
        panels: The number of panels in the grid, which is the largest useful number of columns.
    """
    most, mode = spec.get("maxColumnCount", (int, float)), spec.get("columnWidthMode", str)
    width = spec.get("columnWidth", (int, float)) if mode == "custom" else _WIDTHS.get(str(mode))
    fitting = int(_SCREEN // width) if width and width > 0 else _COLUMNS
    wanted = int(most) if most and most > 0 else _COLUMNS
    return max(1, min(wanted, fitting, COLUMNS, max(1, panels)))


def grid_lines(spec: Node) -> int:
    """Return the height of the panels in an automatic grid, in lines of the fixed grid."""
    mode = spec.get("rowHeightMode", str)
    pixels = spec.get("rowHeight", (int, float)) if mode == "custom" else _HEIGHTS.get(str(mode))
    return lines_of(pixels if pixels and 0 < pixels < _TALLEST else _HEIGHTS["standard"])
