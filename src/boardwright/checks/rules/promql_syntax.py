"""A query is not PromQL, so its panel shows an error.

## What
Every expression on a Prometheus data source is parsed as Prometheus parses it; Grafana's variables
and macros are parts of the syntax. One that does not parse, or whose types do not fit, is reported
with the position of the error.

The rules in Prometheus's rule files are checked in the same way; those with a `|`, which are
Loki's, are skipped.

Queries of other data sources (Loki, VictoriaMetrics' MetricsQL, SQL, ...) are not checked. Many
boards send MetricsQL through a data source of Prometheus's type, so functions that only
VictoriaMetrics has are not reported, and of queries of its own metrics (`vm_…`) only brackets and
quotes that do not match.

A query is not checked when a variable takes the place of an operator: its value decides.

## Why
Prometheus rejects the whole query. On a board with many panels one error is easily mistaken for "no
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
from boardwright.promql.lexer import tokens
from boardwright.promql.metricsql import is_metricsql
from boardwright.promql.syntax_error import PromqlSyntaxError

LOOKS_AT = (QueryView, AnnotationView, VariableView, ConfigurationView)


@rule(id="promql-syntax", group="queries", severity="error", looks_at=LOOKS_AT)
def check(view: QueryView | AnnotationView | VariableView | ConfigurationView) -> Iterator[Finding]:
    if isinstance(view, ConfigurationView):
        yield from _in_rules(view)
    elif view.expression is not None and (error := _error_of(view.expression)):
        yield Finding(
            what=f"Prometheus does not read this query: {error.reason}",
            fix="Correct the query, or name the data source whose language it is.",
            span=error.span,
        )


def _in_rules(configuration: ConfigurationView) -> Iterator[Finding]:
    for each in configuration.rules:
        error = _error_of(each.expression)
        if error is not None and not _is_of_loki(each.expression.text):
            yield Finding(
                what=f"Prometheus does not read the {each.called}: {error.reason}",
                fix="Correct the expression: Prometheus refuses the whole file.",
                at=PlaceAt(each.place),
                expression=each.expression,
                span=error.span,
            )


def _error_of(expression: Expression) -> PromqlSyntaxError | None:
    error = expression.error
    return None if error is None or is_metricsql(error) else error


def _is_of_loki(text: str) -> bool:
    """Return whether there is a pipe outside of quotes: Loki's rule files have the same form."""
    return any(word == "|" for word, _ in tokens(text))
