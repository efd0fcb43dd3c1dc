"""Builds automatic grids of schema v2, and computes the fixed positions of their panels in v1.

In schema v2, Grafana arranges the panels of an automatic grid by the width of the page. Schema v1
has only fixed positions, so boardwright computes the positions on a wide screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.frozen import frozen
from boardwright.schema.document import Json
from boardwright.schema.extension import AUTO_GRID
from boardwright.schema.grid import CELL_MARGIN, COLUMNS, count_lines
from boardwright.schema.v2.v2_node import V2Node

_SCREEN = 1600
"""The assumed width of a dashboard on a wide screen, in pixels."""
_WIDTHS = {"narrow": 192, "standard": 448, "wide": 768}
_HEIGHTS = {"short": 168, "standard": 320, "tall": 512}
_COLUMNS = 3
"""The largest number of columns if an automatic grid does not set `maxColumnCount`."""
_TALLEST = 1e6


def build_auto_grid(*, columns: int, width: str | int, height: str | int, fill: bool) -> Json:
    """Return the JSON of an automatic grid for the key `layout` in schema v2.

    Args:
        columns: The largest number of columns.
        width: The smallest width of a column, as a word such as `standard` or in pixels.
        height: The height of a panel, as a word such as `standard` or in pixels.
        fill: Whether Grafana makes the panels higher so that they fill the screen.
    """
    spec = {
        "maxColumnCount": columns,
        **_build_size("columnWidth", width),
        **_build_size("rowHeight", height),
        **({"fillScreen": True} if fill else {}),
    }
    return {"kind": AUTO_GRID, "spec": spec}


def _build_size(key: str, size: str | int) -> Json:
    if isinstance(size, str):
        return {f"{key}Mode": size}
    return {f"{key}Mode": "custom", key: size}


@frozen
class AutoColumns:
    """The settings of an automatic grid that determine the number of columns.

    Attributes:
        most: The largest number of columns.
        width: The smallest width of a column in pixels.
    """

    most: int
    width: float


def read_columns(settings: Mapping[str, Any]) -> AutoColumns:
    """Return the column settings of an automatic grid. Missing settings have Grafana's default
    values.
    """
    spec = V2Node(settings, ())
    most, mode = spec.get("maxColumnCount", (int, float)), spec.get("columnWidthMode", str)
    width = spec.get("columnWidth", (int, float)) if mode == "custom" else _WIDTHS.get(str(mode))
    return AutoColumns(
        most=int(most) if most and most >= 1 else _COLUMNS,
        width=width if width and width > 0 else _WIDTHS["standard"],
    )


def count_grid_columns(spec: V2Node, panels: int) -> int:
    """Return the number of columns in which an automatic grid shows its panels on a wide screen.

    The formula comes from the style sheet of Grafana 12.4.3. The grid has as many columns as it
    allows, but no column is narrower than the smallest width.

    Args:
        spec: The settings of the grid.
        panels: The number of panels in the grid. The result is not larger than this number.
    """
    columns = read_columns(spec.raw)
    width = max(_SCREEN / columns.most - CELL_MARGIN, columns.width)
    fitting = int((_SCREEN + CELL_MARGIN) // (width + CELL_MARGIN))
    return max(1, min(fitting, COLUMNS, max(1, panels)))


def count_panel_lines(spec: V2Node) -> int:
    """Return the height of each panel in an automatic grid, in lines of the classic grid."""
    mode = spec.get("rowHeightMode", str)
    pixels = spec.get("rowHeight", (int, float)) if mode == "custom" else _HEIGHTS.get(str(mode))
    return count_lines(pixels if pixels and 0 < pixels < _TALLEST else _HEIGHTS["standard"])
