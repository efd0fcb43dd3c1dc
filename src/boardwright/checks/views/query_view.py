"""A panel's query, and a board's annotation query, as rules see them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from boardwright.checks.views.board_context import BoardContext
from boardwright.checks.views.view import JsonView
from boardwright.promql.expression import Expression, read_expression
from boardwright.schema.datasource_resolver import Language, ResolvedDataSource
from boardwright.schema.json_object import Pointer
from boardwright.schema.panel import Panel
from boardwright.schema.target import Annotation, Target


class QueryView(JsonView, Target):
    """One query of a panel.

    Attributes:
        panel: The panel.
        board: The board.
    """

    def __init__(
        self, raw: Mapping[str, Any], pointer: Pointer, panel: Panel, board: BoardContext
    ) -> None:
        """Take the query's JSON, its panel and its board."""
        super().__init__(raw, pointer)
        self.panel = panel
        self.board = board

    @cached_property
    def datasource(self) -> ResolvedDataSource:
        """The panel's data source unless that is mixed, else the query's own, else the default.

        Grafana decides in the same way. Server-side expressions have no data source. The default
        of this project is not that of the Grafana where the board was made: a query with another
        plugin's keys and without a data source has an unknown one.
        """
        own, panels = self.datasource_reference, self.panel.datasource_reference
        found = self.board.datasources.resolve_query(own, panels)
        if found.given_by == "default" and self.is_of_another_plugin:
            return ResolvedDataSource()
        return found

    @cached_property
    def language(self) -> Language:
        """The language of the query's text; `promql` only if that is certain."""
        return _language_of(self.datasource, self.expr)

    @cached_property
    def expression(self) -> Expression | None:
        """The query's expression when it is PromQL, valid or not; None otherwise."""
        return _expression_of(self.language, self.expr)


class AnnotationView(JsonView, Annotation):
    """One of the board's annotation queries.

    Attributes:
        board: The board.
    """

    def __init__(self, raw: Mapping[str, Any], pointer: Pointer, board: BoardContext) -> None:
        """Take the annotation's JSON and its board."""
        super().__init__(raw, pointer)
        self.board = board

    @cached_property
    def datasource(self) -> ResolvedDataSource:
        """The annotation's data source."""
        return self.board.datasources.resolve(self.datasource_reference)

    @cached_property
    def language(self) -> Language:
        """The language of the annotation's text."""
        return _language_of(self.datasource, self.expr)

    @cached_property
    def expression(self) -> Expression | None:
        """The annotation's expression when it is PromQL."""
        return _expression_of(self.language, self.expr)


def _language_of(found: ResolvedDataSource, text: str) -> Language:
    """Return the language of the data source; if that is not known, the language of the text."""
    if found.language == "unknown" and text.strip():
        return "promql" if read_expression(text).tree is not None else "unknown"
    return found.language


def _expression_of(language: Language, text: str) -> Expression | None:
    return read_expression(text) if language == "promql" and text.strip() else None
