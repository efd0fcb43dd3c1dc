"""The class `VariableView`, a variable that check rules receive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.checks.views.board_context import BoardContext
from boardwright.checks.views.view import JsonView
from boardwright.frozen import frozen
from boardwright.lazy import lazy_property
from boardwright.notation.query_calls import QueryCall, read_query_call
from boardwright.promql.expression import Expression, read_expression
from boardwright.schema.datasource_references import Language
from boardwright.schema.datasource_resolver import ResolvedDataSource
from boardwright.schema.json_object import Pointer
from boardwright.schema.variable import DashboardVariable


@frozen
class VariableQuery:
    """The Prometheus query of a query variable.

    Attributes:
        function: `label_values` or `query_result`.
        expression: The PromQL expression in the variable's query; None for `label_values(label)`,
            which reads all series.
        label: The label in the query `label_values(series, label)`; None for `query_result`.
        offset: Position at which the expression's text begins in the variable's query.
    """

    function: str
    expression: Expression | None
    label: str | None
    offset: int


class VariableView(JsonView, DashboardVariable):
    """One template variable.

    Attributes:
        board: The board that contains the variable.
    """

    def __init__(self, raw: Mapping[str, Any], pointer: Pointer, board: BoardContext) -> None:
        super().__init__(raw, pointer)
        self.board = board

    @lazy_property
    def datasource(self) -> ResolvedDataSource:
        """The data source of a `query` variable."""
        return self.board.datasources.resolve(self.datasource_reference)

    @lazy_property
    def language(self) -> Language:
        """The language of the variable's query; `unknown` if the type of the data source is
        unknown.
        """
        language = self.datasource.language
        if language == "unknown" and self._call and self._call.function == "label_values":
            return "promql"  # A Loki query also contains `{...}`, so it would pass for PromQL.
        return language

    @lazy_property
    def asks(self) -> VariableQuery | None:
        """The Prometheus query of a `query` variable; None for other variables."""
        if self.type != "query" or self.language != "promql":
            return None
        call = self._call
        if call is None or call.function not in {"label_values", "query_result"}:
            return None
        return VariableQuery(
            function=call.function,
            expression=read_expression(call.argument) if call.argument else None,
            label=call.label or None,
            offset=call.offset,
        )

    @lazy_property
    def _call(self) -> QueryCall | None:
        return read_query_call(self.query_text)

    @property
    def expression(self) -> Expression | None:
        """The PromQL expression in the variable's query; None if the query contains no PromQL
        expression.
        """
        return self.asks.expression if self.asks else None
