"""Adds the data source of a panel to its queries, and the data source of its queries to a panel."""

from __future__ import annotations

from typing import Any

from boardwright.compiler.context import CompilerContext
from boardwright.schema.board_traversal import iter_targets, map_panels, map_targets
from boardwright.schema.datasource_references import read_reference
from boardwright.schema.document import Board, Json, PanelJson


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with inherited data sources on its queries and panels.

    A query without a data source gets the data source of its panel. A panel without a data source
    gets the data source that all of its queries share.
    """
    return map_panels(board, _share_datasource)


def _share_datasource(panel: PanelJson) -> PanelJson:
    source = panel.get("datasource") or _find_common_reference(panel)
    if not source:
        return panel
    panel = panel if panel.get("datasource") else {**panel, "datasource": source}
    if read_reference(source).is_mixed:
        return panel
    return map_targets(panel, lambda target: _inherit_datasource(target, source))


def _find_common_reference(panel: PanelJson) -> Any:
    """Return the data source that all queries of a panel share, or else None."""
    references = [target.get("datasource") for target in iter_targets(panel)]
    return (
        references[0]
        if references and all(reference == references[0] for reference in references)
        else None
    )


def _inherit_datasource(target: Json, source: Any) -> Json:
    return target if target.get("datasource") else {**target, "datasource": source}
