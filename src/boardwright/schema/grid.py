"""The grid that panels are placed on: 24 columns, lines of 30 pixels with 8 between them."""

from __future__ import annotations

from math import ceil

COLUMNS = 24
"""Width of a dashboard, in grid units."""

SPANS = 12
"""Width of a classic row (`rows`, `span`), in its own units."""

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


def columns_of(span: float) -> int:
    """Return how many columns a classic span (1 to 12) takes, at least one."""
    return max(1, min(COLUMNS, round(span * COLUMNS / SPANS)))
