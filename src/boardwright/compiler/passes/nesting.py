"""Put the panels of an open row after the row, and the panels of a collapsed row inside the row.

Grafana supports only one level of rows. The pass therefore moves a row inside a row after the outer
row.
"""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys
from boardwright.schema.document import Board, PanelJson
from boardwright.schema.sections import is_row


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with rows at the top level only."""
    if not any(is_row(panel) or panel.get("panels") for panel in board["panels"]):
        return board
    return {
        **board,
        "panels": [flat for panel in _list_direct_panels(board) for flat in _flatten_row(panel)],
    }


def _flatten_row(panel: PanelJson) -> list[PanelJson]:
    if not is_row(panel):
        return [panel]
    inner = _list_direct_panels(panel)
    panels = [child for child in inner if not is_row(child)]
    nested = [flat for child in inner if is_row(child) for flat in _flatten_row(child)]
    if panel.get("collapsed"):
        return [{**panel, "collapsed": True, "panels": panels}, *nested]
    return [{**panel, "collapsed": False, "panels": []}, *panels, *nested]


def _list_direct_panels(owner: Board) -> list[Board]:
    """Return the panels of a board or row.

    Panels inside a panel that is not a row are moved after the outer panel.
    """
    panels: list[Board] = []
    for panel in owner.get("panels") or ():
        if is_row(panel) or "panels" not in panel:
            panels.append(panel)
        else:
            panels += [drop_keys(panel, "panels"), *_list_direct_panels(panel)]
    return panels
