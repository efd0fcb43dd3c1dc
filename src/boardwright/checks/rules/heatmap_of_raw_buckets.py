"""A heatmap shows all events since the process started, because its buckets have no rate.

## Reported cases
This rule reports a heatmap with a query that shows the `_bucket` series of a classic histogram
without `rate` or `increase`. If only the name of the metric suggests a histogram, only the profile
`strict` reports the heatmap, with severity `info`, because the buckets of a gauge histogram are not
counters. Panels whose title or description contains a word such as `raw`, `cumulative` or `since`
are not reported.

## Why
Buckets are counters, so their values cover the whole lifetime of the process. Each column of the
heatmap therefore looks like the previous column, and readers cannot see short bursts of events.

## Bad
```json
{
  "id": 1,
  "type": "heatmap",
  "targets": [
    {"refId": "A", "expr": "sum by (le) (request_duration_seconds_bucket)", "format": "heatmap"}
  ]
}
```

## Good
```json
{
  "id": 1,
  "type": "heatmap",
  "targets": [
    {
      "refId": "A",
      "expr": "sum by (le) (increase(request_duration_seconds_bucket[$__rate_interval]))",
      "format": "heatmap"
    }
  ]
}
```

## Source
[Heatmap](https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/heatmap/);
[histograms](https://prometheus.io/docs/practices/histograms/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, QueryView, rule
from boardwright.checks.raw_counters import iter_raw_counters


@rule(id="heatmap-of-raw-buckets", group="principles", severity="warning", looks_at=QueryView)
def check(query: QueryView) -> Iterator[Finding]:
    if query.panel.type != "heatmap":
        return
    for selector, metric in iter_raw_counters(query):
        if metric.name.endswith("_bucket"):
            yield Finding(
                what=f"the heatmap shows all events that {metric} has counted since the "
                "process started",
                fix=f"Write sum by (le) (increase({metric.name}[$__rate_interval])).",
                node=selector,
                certain=metric.known,
            )
