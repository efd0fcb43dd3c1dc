"""Restore the old type of panels that Grafana's API converted only in part.

If Grafana no longer supports a panel's type, the API replaces the type and stores the old type in
`autoMigrateFrom`. The API does not convert the options of the panel. The web interface converts the
options each time it opens the board. This pass restores the old type, so that the passes for the
old type convert the whole panel.
"""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys
from boardwright.schema.board_traversal import map_panels
from boardwright.schema.document import Board, PanelJson
from boardwright.schema.panel_types import find_unfinished_type


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board without `autoMigrateFrom`."""
    return map_panels(board, _restore_type)


def _restore_type(panel: PanelJson) -> PanelJson:
    old = find_unfinished_type(panel)
    return {**drop_keys(panel, "autoMigrateFrom"), "type": old} if old else panel
