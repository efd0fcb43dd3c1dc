"""Removes values that Grafana changes when it saves a board in schema v2."""

from __future__ import annotations

from typing import Any

from boardwright.compiler.edit import drop_keys
from boardwright.compiler.normal.default_removal import Normalisation
from boardwright.schema.board_traversal import iter_targets, map_panels
from boardwright.schema.datasource_references import MIXED
from boardwright.schema.document import Board, PanelJson
from boardwright.schema.extension import EXTENSION, read_element_name
from boardwright.schema.sections import is_row


def _derive_panel_datasources(board: Board) -> Board:
    return map_panels(board, _with_derived_datasource)


def _with_derived_datasource(panel: PanelJson) -> PanelJson:
    references = [target.get("datasource") for target in iter_targets(panel)]
    if not references:
        return drop_keys(panel, "datasource")
    if is_row(panel) or not all(references):
        return panel
    source = references[0] if all(reference == references[0] for reference in references) else MIXED
    return {**panel, "datasource": source}


def _drop_ids_of_copies(board: Board) -> Board:
    """Remove the id of a panel that shows the same v2 element as an earlier panel."""
    names: set[str] = set()

    def drop_id(panel: PanelJson) -> PanelJson:
        name = read_element_name(panel)
        if EXTENSION not in panel or is_row(panel) or name not in names:
            names.add(name)
            return panel
        return drop_keys(panel, "id")

    return map_panels(board, drop_id)


V2_SAVES = (
    Normalisation(
        name="data source of a panel",
        reason="Grafana uses the data sources of the panel's queries. In schema v2, a panel itself "
        "has no data source.",
        run=_derive_panel_datasources,
    ),
    Normalisation(
        name="id of a repeated element",
        reason="A panel that a board shows twice has one id in schema v2 and two ids in v1.",
        run=_drop_ids_of_copies,
    ),
)
"""Differences that result from saving a board in schema v2, in the order of their removal."""


def drop_row_ids(board: Board) -> Board:
    """Return a board without the ids of its rows and tabs.

    Rows and tabs of schema v2 have no ids. Grafana therefore creates new ids when it converts a
    board from v2 to v1.
    """
    panels = board.get("panels")
    if not isinstance(panels, list):
        return board
    without_ids = [drop_keys(panel, "id") if _is_row(panel) else panel for panel in panels]
    return {**board, "panels": without_ids}


def _is_row(panel: Any) -> bool:
    return isinstance(panel, dict) and is_row(panel)
