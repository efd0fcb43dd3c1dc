"""A graph shows the value of a counter instead of its rate.

## Reported cases
This rule reports a query of a graph that shows a counter without `rate` or `increase`. The rule
treats a metric as a counter in three cases:

- The type of the metric is counter according to `--metrics` or boardwright's list of well-known
  exporters.
- The name of the metric describes a number of events, such as `requests_total` or
  `bytes_received_total`.
- The metric is a `_bucket` series of a histogram.

If only the name of the metric suggests a counter, only the profile `strict` reports the query, with
severity `info`. The profile `strict` alone also reports counters of restarts, because restarts are
rare.

The following queries and panels are not reported:

- A query is ignored if it only counts series (`count(x)`), or if it compares, subtracts or divides
  the counter, because it then does not show the value of the counter.
- A query is ignored if an expression query (`$A - $B`) uses its result.
- A query is ignored if it selects a quantile of a summary.
- A query is ignored if another query of the panel shows the rate of the same metric.
- A panel is ignored if its title or description contains a word such as `raw`, `cumulative` or
  `since`.
- A panel is ignored if its title contains a word such as `pending` or `current`.
- A panel is ignored if its title, description or legend contains the word `total`.

The rule [heatmap-of-raw-buckets](heatmap-of-raw-buckets.md) reports heatmaps of buckets.

## Why
The value of a counter mainly shows how long its process has been running. The line of a counter
rises for weeks and falls to zero at each restart. Readers need the rate of events, but the graph
shows the rate only as the slope of the line. A `histogram_quantile` of buckets without `rate`
covers the whole lifetime of the process.

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
The board "Prometheus 101", which boardwright ships, explains that the value of a counter means
nothing without its rate. Prometheus's page [metric
types](https://prometheus.io/docs/concepts/metric_types/#counter) defines counters.
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
