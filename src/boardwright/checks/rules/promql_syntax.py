"""A query is no PromQL, so its panel shows an error.

## What
Every expression on a Prometheus data source is read as Prometheus reads it, with Grafana's
variables and macros filled in by what may stand in their places. One that does not parse, or
whose types do not fit, is reported. The marked part is the bracket or quote without its other
half, where that is it.

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

from boardwright.checks import AnnotationView, Finding, QueryView, VariableView, rule

LOOKS_AT = (QueryView, AnnotationView, VariableView)
_METRICSQL = "offset modifier must be preceded"
"""What VictoriaMetrics reads and Prometheus does not; the data source's type may be either."""


@rule(id="promql-syntax", group="queries", severity="error", looks_at=LOOKS_AT)
def check(query: QueryView | AnnotationView | VariableView) -> Iterator[Finding]:
    expression = query.expression
    if expression is None or expression.error is None:
        return
    if not (expression.error.startswith(_METRICSQL) and "vm_" in expression.text):
        yield Finding(
            what=f"Prometheus does not read this query: {expression.error}",
            fix="Correct the query, or name the data source whose language it is.",
            span=expression.error_span,
        )
