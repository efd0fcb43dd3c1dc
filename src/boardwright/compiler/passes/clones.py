"""Remove the copies of repeated panels and rows that older versions of Grafana stored.

Grafana creates the copies of a panel or row with `repeat` again each time it opens the board.
"""

from __future__ import annotations

from typing import Any

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys
from boardwright.schema.board_traversal import iter_panels, map_panels
from boardwright.schema.document import Board, PanelJson

COPY_KEYS = ("scopedVars", "repeatIteration", "repeatPanelId", "repeatedByRow", "repeatRowId")


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board without stored copies, and without the keys that identify copies."""
    rows = [row for row in board.get("rows") or () if not _is_row_copy(row)]
    board = {**board, "rows": rows} if "rows" in board else board
    if all(panel.keys().isdisjoint(COPY_KEYS) for panel in iter_panels(board)):
        return board
    ids = {panel.get("id") for panel in iter_panels(board)}
    board = _drop_copies(board, ids)
    return map_panels(board, lambda panel: drop_keys(panel, *COPY_KEYS))


def _is_row_copy(row: PanelJson) -> bool:
    return bool(row.get("repeatRowId")) and not row.get("repeat")


def _is_copy(panel: PanelJson, ids: set[Any]) -> bool:
    if panel.get("repeat"):
        return False
    source_id = panel.get("repeatPanelId")
    is_panel_copy = bool(source_id) and source_id != panel.get("id") and source_id in ids
    return is_panel_copy or bool(panel.get("repeatedByRow"))


def _drop_copies(owner: Board, ids: set[Any]) -> Board:
    for key in ("panels", "rows"):
        if owner.get(key):
            originals = [_drop_copies(item, ids) for item in owner[key] if not _is_copy(item, ids)]
            owner = {**owner, key: originals}
    return owner
