"""Convert classic sizes (`span` in twelfths, `height` in pixels) to sizes on the grid.

As in Grafana, spans are rounded down, and no panel is lower than 3 lines. The default of a panel in
a classic row is a span of 4. A `gridPos` with all four values takes precedence.
"""

from __future__ import annotations

import re
from typing import Any

from boardwright.compiler.context import Context
from boardwright.compiler.edit import drop_none, number, without
from boardwright.schema.document import Board, PanelJson
from boardwright.schema.grid import COLUMNS, classic_lines_of, columns_of
from boardwright.schema.walking import map_panels

KEYS = ("height", "minSpan", "span")
EVEN = tuple(count for count in range(1, COLUMNS) if COLUMNS % count == 0)
"""Numbers of panels of one width that fill a line; as in Grafana, 24 is none of them."""

PIXELS = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*")


def run(board: Board, context: Context) -> Board:
    """Return the board without classic sizes."""
    return map_panels(board, _size_panel)


def _size_panel(panel: PanelJson) -> PanelJson:
    if panel.keys().isdisjoint(KEYS):
        return panel
    asked = drop_none(w=_width(panel), h=_height(panel.get("height")))
    most = _most_per_row(number(panel.get("minSpan")))
    if panel.get("repeat") and "maxPerRow" not in panel and most:
        panel = {**panel, "maxPerRow": most}
    position = {**asked, **drop_none(**(panel.get("gridPos") or {}))}
    panel = without(panel, *KEYS)
    return {**panel, "gridPos": position} if position else panel


def _most_per_row(columns: float | None) -> int | None:
    """Return how many repeated panels of a least width in columns fill a line evenly."""
    if not columns or columns < 0:
        return None
    fitting = [count for count in EVEN if count <= COLUMNS / columns]
    return fitting[-1] if fitting else 1


def _width(panel: PanelJson) -> int | None:
    span = number(panel.get("span"))
    return columns_of(span) if span else None


def _height(value: Any) -> int | None:
    match = PIXELS.fullmatch(str(value)) if value is not None else None
    return classic_lines_of(float(match.group(1))) if match else None
