"""A panel's query, and a board's annotation query."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from boardwright.schema.datasource_references import read_reference
from boardwright.schema.json_object import JsonObject, Pointer

_OF_ANY_PLUGIN = frozenset(
    {
        *("datasource", "editorMode", "exemplar", "format", "hide", "instant", "interval"),
        *("intervalFactor", "key", "legendFormat", "queryType", "range", "refId", "step"),
    }
)
"""Keys that do not show which plugin a query is for."""


class Target(JsonObject):
    """One query of a panel, in the classic schema."""

    @cached_property
    def ref_id(self) -> str:
        """The refId."""
        return self.text("refId")

    @cached_property
    def hidden(self) -> bool:
        """Whether its result is not shown (it may feed another query)."""
        return self.flag("hide")

    @cached_property
    def legend(self) -> str:
        """`legendFormat`; empty when there is none, or it is Grafana's `__auto`."""
        legend = self.text("legendFormat")
        return "" if legend == "__auto" else legend

    @property
    def interval(self) -> str:
        """The minimum step of the query; empty when there is none."""
        return self.text("interval") or self.text("step")

    @property
    def instant(self) -> bool:
        """Whether the query is an instant one."""
        return self.flag("instant") and not self.flag("range")

    @property
    def format(self) -> str:
        """`time_series`, `table` or `heatmap`."""
        return self.text("format") or "time_series"

    @cached_property
    def expr(self) -> str:
        """The expression, for Prometheus and Loki; empty when there is none."""
        return self.text("expr")

    @property
    def expr_key(self) -> Pointer:
        """The path of its expression."""
        return ("expr",)

    @property
    def datasource_reference(self) -> Any:
        """The query's own data source reference as it is written; None when there is none."""
        return self.raw.get("datasource")

    @property
    def is_expression(self) -> bool:
        """Whether the query is an expression of Grafana, which computes with other queries."""
        return read_reference(self.datasource_reference).is_expression

    @cached_property
    def is_of_another_plugin(self) -> bool:
        """Whether the query has no `expr`, but keys that only other plugins' queries have."""
        if "expr" in self.raw:
            return False
        return any(value for key, value in self.raw.items() if key not in _OF_ANY_PLUGIN)


class Annotation(JsonObject):
    """One of a board's annotation queries, in the classic schema."""

    @property
    def name(self) -> str:
        """The annotation's name."""
        return self.text("name")

    @property
    def built_in(self) -> bool:
        """Whether the annotation is Grafana's own "Annotations & Alerts"."""
        return self.raw.get("builtIn") in (1, True)

    @property
    def enabled(self) -> bool:
        """Whether the annotation is enabled when the board opens."""
        return self.flag("enable")

    @property
    def expr(self) -> str:
        """The expression, for Prometheus and Loki."""
        return self.text(*self.expr_key)

    @property
    def expr_key(self) -> Pointer:
        """The path of its expression: next to the name, or in `target`."""
        return ("expr",) if self.text("expr") else ("target", "expr")

    @property
    def datasource_reference(self) -> Any:
        """The annotation's data source reference as it is written; None when there is none."""
        return self.raw.get("datasource")
