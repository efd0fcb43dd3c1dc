"""VictoriaMetrics' own syntax, which boards query through a data source of Prometheus's type."""

from __future__ import annotations

from boardwright.promql.parser import OFFSET_AFTER_AN_OPERATION
from boardwright.promql.syntax_error import PromqlSyntaxError


def is_metricsql(error: PromqlSyntaxError) -> bool:
    """Return whether VictoriaMetrics accepts a text of its own metrics that Prometheus refuses."""
    return error.reason == OFFSET_AFTER_AN_OPERATION and "vm_" in error.text
