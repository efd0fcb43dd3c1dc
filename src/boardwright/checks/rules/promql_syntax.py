"""A query is no PromQL, so its panel shows an error.

## What
Every expression on a Prometheus data source is read as Prometheus reads it, with Grafana's
variables and macros filled in by what may stand in their places. One that does not parse, or
whose types do not fit, is reported. The marked part is the bracket or quote without its other
half, where that is it.

So are the rules in Prometheus' rule files that are checked; those with a `|`, which are Loki's, are
left alone.

Queries of other data sources (Loki, VictoriaMetrics' MetricsQL, SQL, ...) are never judged, nor
is an `offset` after brackets in a query of VictoriaMetrics' own metrics (`vm_…`): it reads that,
and is mostly asked through a data source of Prometheus' type.

## Why
Prometheus refuses the query whole. On a board of many panels one error is easily taken for "no
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
from boardwright.checks.expression import Expression
from boardwright.promql.parse import is_metricsql
from boardwright.promql.substitute import tokens

LOOKS_AT = (QueryView, AnnotationView, VariableView, ConfigurationView)


@rule(id="promql-syntax", group="queries", severity="error", looks_at=LOOKS_AT)
def check(view: QueryView | AnnotationView | VariableView | ConfigurationView) -> Iterator[Finding]:
    if isinstance(view, ConfigurationView):
        yield from _in_rules(view)
    elif view.expression is not None and _is_wrong(view.expression):
        yield Finding(
            what=f"Prometheus does not read this query: {view.expression.error}",
            fix="Correct the query, or name the data source whose language it is.",
            span=view.expression.error_span,
        )


def _in_rules(configuration: ConfigurationView) -> Iterator[Finding]:
    for each in configuration.rules:
        if _is_wrong(each.expression) and not _is_of_loki(each.expression.text):
            yield Finding(
                what=f"Prometheus does not read the {each.called}: {each.expression.error}",
                fix="Correct the expression: Prometheus refuses the whole file.",
                at=PlaceAt(each.place),
                expression=each.expression,
                span=each.expression.error_span,
            )


def _is_wrong(expression: Expression) -> bool:
    error = expression.error
    return error is not None and not is_metricsql(expression.text, error)


def _is_of_loki(text: str) -> bool:
    """Tell whether there is a pipe outside of quotes: Loki's rule files have the same form."""
    return any("|" in token.group() and token.group()[0] not in "\"'`#" for token in tokens(text))
