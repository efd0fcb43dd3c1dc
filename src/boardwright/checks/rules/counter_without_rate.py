"""A graph shows the value of a counter.

## Reported cases
A counter in a graph without `rate` or `increase`: a metric whose type is known to be counter (from
`--metrics`, or as its well-known exporter declares it) or whose name ends in `_total`, or the
`_bucket` series of a histogram. If only the name suggests a counter, the severity is `info`, and
a panel with `pending`, `active`, `open`, `current` or the like in its title is not reported.
Counters that are counted (`count(x)`), compared, subtracted or divided by something else are not
shown themselves and are not reported, nor are the operands of an expression query (`$A - $B`).
Panels with `raw`, `cumulative`, `lifetime` or `since` in the
title or description are not reported either. For heatmaps of buckets see
[heatmap-of-raw-buckets](heatmap-of-raw-buckets.md).

## Why
The value of a counter only shows when its process started. The rate of events is the slope of a
line that rises for weeks and falls to zero at each restart; a quantile of raw buckets covers the
whole lifetime of the process.

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
Prometheus 101: a counter's value means nothing without its rate;
[metric types](https://prometheus.io/docs/concepts/metric_types/#counter).
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, QueryView, rule
from boardwright.checks.raw_counters import raw_counters

_OVER_TIME = frozenset({"graph", "heatmap", "timeseries"})


@rule(id="counter-without-rate", group="principles", severity="warning", looks_at=QueryView)
def check(query: QueryView) -> Iterator[Finding]:
    if query.panel.type not in _OVER_TIME or query.instant:
        return
    for selector, metric in raw_counters(query):
        if query.panel.type == "heatmap" and metric.name.endswith("_bucket"):
            continue
        yield Finding(
            what=f"{metric} is shown as a value that only grows",
            fix=f"Show rate({metric.name}[$__rate_interval]), and a unit per second.",
            node=selector,
            severity=metric.severity,
        )
