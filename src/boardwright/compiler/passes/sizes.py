"""Convert classic sizes (`span` in twelfths of the width, `height` in pixels) to sizes on the grid.

As in Grafana, spans are rounded down to whole columns, and a panel is at least 3 lines high. A
panel of a classic row has a span of 4 by default. Values in the panel's `gridPos` take precedence
over the classic size.
"""

from __future__ import annotations

import re
from typing import Any

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys, drop_none, parse_number
from boardwright.schema.board_traversal import map_panels
from boardwright.schema.document import Board, PanelJson
from boardwright.schema.grid import COLUMNS, count_classic_lines, count_columns

KEYS = ("height", "minSpan", "span")
EVEN = tuple(count for count in range(1, COLUMNS) if COLUMNS % count == 0)
"""How many equally wide panels can fill a line: the divisors of 24 without 24 itself, as in
Grafana.
"""

PIXELS = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*")


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with `gridPos` in place of `span`, `height` and `minSpan`."""
    return map_panels(board, _convert_size)


def _convert_size(panel: PanelJson) -> PanelJson:
    if panel.keys().isdisjoint(KEYS):
        return panel
    size = drop_none(w=_convert_width(panel), h=_convert_height(panel.get("height")))
    per_row = _count_panels_per_row(parse_number(panel.get("minSpan")))
    if panel.get("repeat") and "maxPerRow" not in panel and per_row:
        panel = {**panel, "maxPerRow": per_row}
    position = {**size, **drop_none(**(panel.get("gridPos") or {}))}
    panel = drop_keys(panel, *KEYS)
    return {**panel, "gridPos": position} if position else panel


def _count_panels_per_row(columns: float | None) -> int | None:
    """Return how many repeated panels of at least this width, in columns, fill a line evenly.

    As in Grafana, the result is None for a width of at most one column.
    """
    if columns is None or columns <= 1:
        return None
    fitting = [count for count in EVEN if count <= COLUMNS / columns]
    return fitting[-1] if fitting else 1


def _convert_width(panel: PanelJson) -> int | None:
    span = parse_number(panel.get("span"))
    return count_columns(span) if span else None


def _convert_height(value: Any) -> int | None:
    match = PIXELS.fullmatch(str(value)) if value is not None else None
    return count_classic_lines(float(match.group(1))) if match else None
