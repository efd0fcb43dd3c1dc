"""A graph shows the value of a counter instead of its rate.

## Reported cases
A counter in a graph without `rate` or `increase`. These metrics are treated as counters:

- metrics whose type is counter according to `--metrics` or boardwright's list of well-known
  exporters
- metrics whose name describes a number of events (`requests_total`, `bytes_received_total`)
- `_bucket` series of a histogram

If only the name suggests a counter, or if the counter counts restarts, which are rare, the problem
is a guess. Only the profile `strict` reports a guess, with severity `info`.

These queries and panels are not reported:

- queries that only count (`count(x)`), compare, subtract or divide the counter, and queries that
  are operands of an expression query (`$A - $B`): the panel does not show the value of the counter
- queries of a quantile of a summary
- queries next to another query of the panel that shows the rate
- panels whose title or description contains a word such as `raw`, `cumulative` or `since`, or whose
  title contains a word such as `pending` or `current`
- panels whose title, description or legend announces a total

For heatmaps of buckets see [heatmap-of-raw-buckets](heatmap-of-raw-buckets.md).

## Why
The value of a counter mainly shows when its process started. The line rises for weeks and falls to
zero at each restart. Readers need the rate of events, which is visible only as the slope of the
line. A `histogram_quantile` of buckets without `rate` covers the whole lifetime of the process.

## Bad
```promql
http_requests_total{job="$job"}
```
```promql
histogram_quantile(0.99, sum by (le) (request_duration_seconds_bucket))
```

## Good
```promql
rate(http_requests_total{job="$job"}[$__rate_interval])
```
```promql
count(node_cpu_seconds_total{mode="idle"})
```

## Source
The shipped board "Prometheus 101": the value of a counter means nothing without its rate; [metric
types](https://prometheus.io/docs/concepts/metric_types/#counter).
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, QueryView, rule
from boardwright.checks.raw_counters import iter_raw_counters

_OVER_TIME = frozenset({"graph", "heatmap", "timeseries"})


@rule(id="counter-without-rate", group="principles", severity="warning", looks_at=QueryView)
def check(query: QueryView) -> Iterator[Finding]:
    if query.panel.type not in _OVER_TIME or query.instant:
        return
    for selector, metric in iter_raw_counters(query):
        if query.panel.type == "heatmap" and metric.name.endswith("_bucket"):
            continue
        yield Finding(
            what=f"the panel shows the value of {metric}, which only grows",
            fix=f"Show rate({metric.name}[$__rate_interval]), with a unit per second.",
            node=selector,
            certain=metric.known and "restarts" not in metric.name,
        )
