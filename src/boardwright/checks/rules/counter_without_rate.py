"""A graph shows a counter as it is.

## What
A counter over time without `rate` or `increase`, in a graph or a heatmap: a metric whose name ends
in `_total`, a histogram's `_bucket`, or what `--metrics` tells to be a counter. Counted
(`count(x)`), compared, subtracted or divided by something else, it is not shown, and is left alone.
Neither are panels judged whose title or description says `raw`, `cumulative`, `lifetime` or
`since`.

## Why
All that the graph tells is when the process started. What happens now is the slope of a line
that goes up for weeks, and falls to zero at every restart; a quantile of raw buckets is that of all
time.

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
    for selector in raw_counters(query):
        yield Finding(
            what=f"the counter {selector.name} is shown as it is, which only ever grows",
            fix=f"Take its rate: rate({selector.name}[$__rate_interval]).",
            node=selector,
        )
