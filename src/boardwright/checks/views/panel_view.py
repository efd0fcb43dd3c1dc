"""The class `PanelView`, a panel or row that check rules receive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.checks.views.board_context import BoardContext
from boardwright.checks.views.query_view import QueryView
from boardwright.checks.views.view import JsonView
from boardwright.lazy import lazy_property
from boardwright.schema.datasource_resolver import ResolvedDataSource
from boardwright.schema.json_object import Pointer
from boardwright.schema.panel import Panel, iter_panel_targets


class PanelView(JsonView, Panel):
    """One panel or row.

    Attributes:
        board: The board that contains the panel.
        row: The collapsed row that contains the panel; None for most panels, because Grafana stores
            panels of an open row next to the row.
    """

    def __init__(
        self, raw: Mapping[str, Any], pointer: Pointer, row: PanelView | None, board: BoardContext
    ) -> None:
        super().__init__(raw, pointer, row)
        self.board = board

    @lazy_property
    def queries(self) -> tuple[QueryView, ...]:
        """The panel's queries, including hidden queries."""
        return tuple(iter_panel_targets(self, lambda raw, at: QueryView(raw, at, self, self.board)))

    @property
    def targets(self) -> tuple[QueryView, ...]:
        """The panel's queries, under the name that the base class `Panel` uses."""
        return self.queries

    @lazy_property
    def datasource(self) -> ResolvedDataSource:
        """The panel's data source. If the panel names none, this is the default data source."""
        return self.board.datasources.resolve(self.datasource_reference, "panel")
