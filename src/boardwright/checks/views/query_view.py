"""The classes `QueryView` and `AnnotationView`, queries that check rules receive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.checks.views.board_context import BoardContext
from boardwright.checks.views.view import JsonView
from boardwright.lazy import lazy_property
from boardwright.promql.expression import Expression, read_expression
from boardwright.promql.result_labels import UNKNOWN, ResultLabels
from boardwright.schema.datasource_references import Language
from boardwright.schema.datasource_resolver import ResolvedDataSource
from boardwright.schema.json_object import Pointer
from boardwright.schema.panel import Panel
from boardwright.schema.target import Annotation, Target


class QueryView(JsonView, Target):
    """One query of a panel.

    Attributes:
        panel: The panel that contains the query.
        board: The board that contains the panel.
    """

    def __init__(
        self, raw: Mapping[str, Any], pointer: Pointer, panel: Panel, board: BoardContext
    ) -> None:
        super().__init__(raw, pointer)
        self.panel = panel
        self.board = board

    @lazy_property
    def datasource(self) -> ResolvedDataSource:
        """The data source of the query, chosen as in Grafana.

        If the panel has the data source "Mixed" or no data source, the query's own data source is
        used. Otherwise the panel's data source is used. If neither the panel nor the query has a
        data source, the default data source is used.

        Server-side expressions have no data source. If the default data source would be used, but
        the query has keys of another plugin, the data source is unknown. The board then probably
        comes from a Grafana with another default data source.
        """
        own, panels = self.datasource_reference, self.panel.datasource_reference
        found = self.board.datasources.resolve_query(own, panels)
        if found.given_by == "default" and self.is_of_another_plugin:
            return ResolvedDataSource()
        return found

    @lazy_property
    def language(self) -> Language:
        """The language of the query's text; `promql` only if the language is certain."""
        return _determine_language(self.datasource, self.expr)

    @lazy_property
    def expression(self) -> Expression | None:
        """The query's PromQL expression, which may be invalid; None if the language is not
        PromQL.
        """
        return _parse_expression(self.language, self.expr)

    @lazy_property
    def result_labels(self) -> ResultLabels:
        """The labels that the result of the query has, may have, or cannot have. The labels also
        depend on the recording rules whose series the query reads. If the query is not PromQL, all
        labels are unknown.
        """
        expression = self.expression
        return UNKNOWN if expression is None else self.board.settings.derive_labels(expression)


class AnnotationView(JsonView, Annotation):
    """One of the board's annotation queries.

    Attributes:
        board: The board that contains the annotation query.
    """

    def __init__(self, raw: Mapping[str, Any], pointer: Pointer, board: BoardContext) -> None:
        super().__init__(raw, pointer)
        self.board = board

    @lazy_property
    def datasource(self) -> ResolvedDataSource:
        """The data source of the annotation query."""
        return self.board.datasources.resolve(self.datasource_reference)

    @lazy_property
    def language(self) -> Language:
        """The language of the annotation query's text."""
        return _determine_language(self.datasource, self.expr)

    @lazy_property
    def expression(self) -> Expression | None:
        """The PromQL expression of the annotation query; None if the language is not PromQL."""
        return _parse_expression(self.language, self.expr)


def _determine_language(source: ResolvedDataSource, text: str) -> Language:
    """Return the query language of a data source. If the data source is unknown, return `promql`
    for valid PromQL text.
    """
    if source.language == "unknown" and text.strip():
        return "promql" if read_expression(text).tree is not None else "unknown"
    return source.language


def _parse_expression(language: Language, text: str) -> Expression | None:
    return read_expression(text) if language == "promql" and text.strip() else None
