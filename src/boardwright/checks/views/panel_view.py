"""A panel or row as rules see it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from boardwright.checks.views.board_context import BoardContext
from boardwright.checks.views.query_view import QueryView
from boardwright.checks.views.view import JsonView
from boardwright.schema.datasource_resolver import ResolvedDataSource
from boardwright.schema.json_object import Pointer
from boardwright.schema.panel import Panel


class PanelView(JsonView, Panel):
    """One panel.

    Attributes:
        board: The board.
        row: The row that it is stored in; None for most panels, since only collapsed rows hold any.
    """

    def __init__(
        self, raw: Mapping[str, Any], pointer: Pointer, row: PanelView | None, board: BoardContext
    ) -> None:
        """Take the panel's JSON, the way to it, its row and its board."""
        super().__init__(raw, pointer, row)
        self.board = board

    @cached_property
    def queries(self) -> tuple[QueryView, ...]:
        """The panel's queries, including hidden ones."""
        return tuple(
            QueryView(item, (*self.pointer, "targets", index), self, self.board)
            for index, item in self.items("targets")
        )

    @property
    def targets(self) -> tuple[QueryView, ...]:
        """The panel's queries, under the name that `Panel` has for them."""
        return self.queries

    @cached_property
    def datasource(self) -> ResolvedDataSource:
        """The panel's own data source, else the default."""
        return self.board.datasources.resolve(self.datasource_reference, "panel")
