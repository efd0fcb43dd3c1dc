"""Prometheus refuses a query.

## Reported cases
`check` parses the queries of panels, annotations and variables for Prometheus data sources as
Prometheus parses PromQL. Grafana's variables and macros are allowed. `check` reports a query that
has a syntax error or operands of the wrong type, and marks the faulty part.

`check` also parses the expressions in rule files of Prometheus. An expression in a rule file is not
checked if it contains a `|`, because such an expression is written for Loki.

Queries for other data sources (Loki, VictoriaMetrics' MetricsQL, SQL, ...) are not checked. Many
boards send MetricsQL to a data source of the type Prometheus, so functions that only
VictoriaMetrics has are not reported. VictoriaMetrics also accepts a missing or superfluous range.
Outside a project, only the profile `strict` therefore reports `rate(x)` and `sum(x[5m])`, with
severity `info`. In queries of VictoriaMetrics' own metrics (`vm_...`), `check` reports only
brackets and quotes that do not match.

A query in which a variable replaces an operator is not checked, because the value of the variable
determines whether the query is valid.

## Why
The panel shows an error. On a board with many panels, readers easily mistake the error for "No
data".

## Bad
```promql
sum(rate(http_requests_total{job="api"}[5m])
```
```promql
rate(http_requests_total)
```

## Good
```promql
sum(rate(http_requests_total{job="api"}[5m]))
```
```promql
rate(http_requests_total{job="$job"}[$__rate_interval])
```

## Source
[Querying basics](https://prometheus.io/docs/prometheus/latest/querying/basics/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import (
    AnnotationView,
    ConfigurationView,
    Finding,
    PlaceAt,
    QueryView,
    VariableView,
    rule,
)
from boardwright.promql.expression import Expression
from boardwright.promql.lexer import iter_tokens
from boardwright.promql.metricsql import is_implicit_conversion, is_metricsql
from boardwright.promql.syntax_error import PromqlSyntaxError

LOOKS_AT = (QueryView, AnnotationView, VariableView, ConfigurationView)


@rule(id="promql-syntax", group="queries", severity="error", looks_at=LOOKS_AT)
def check(view: QueryView | AnnotationView | VariableView | ConfigurationView) -> Iterator[Finding]:
    if isinstance(view, ConfigurationView):
        yield from _check_rules(view)
    elif view.expression is not None and (error := _find_error(view.expression)):
        yield Finding(
            what=f"Prometheus refuses this query: {error.reason}",
            fix=_format_hint(error)
            or "Correct the query, or select the data source for which the query was written.",
            span=error.span,
            certain=not _may_be_metricsql(view, error),
        )


def _may_be_metricsql(
    view: QueryView | AnnotationView | VariableView, error: PromqlSyntaxError
) -> bool:
    return not view.board.settings.in_project and is_implicit_conversion(error)


def _check_rules(configuration: ConfigurationView) -> Iterator[Finding]:
    for each in configuration.rules:
        error = _find_error(each.expression)
        if error is not None and not _has_pipe(each.expression.text):
            yield Finding(
                what=f"Prometheus refuses the {each.called}: {error.reason}",
                fix=_format_hint(error)
                or (
                    "Correct the expression, because Prometheus loads no rule of a file that "
                    "contains an error."
                ),
                at=PlaceAt(each.place),
                expression=each.expression,
                span=error.span,
            )


def _format_hint(error: PromqlSyntaxError) -> str:
    """Return the parser's hint as a sentence; empty if the parser gives no hint."""
    return f"{error.hint[0].upper()}{error.hint[1:]}." if error.hint else ""


def _find_error(expression: Expression) -> PromqlSyntaxError | None:
    error = expression.error
    return None if error is None or is_metricsql(error) else error


def _has_pipe(text: str) -> bool:
    """Return whether an expression contains a pipe (`|`) outside quotes, as expressions for Loki
    do. Rule files of Loki have the same format as rule files of Prometheus.
    """
    return any(word == "|" for word, _ in iter_tokens(text))
