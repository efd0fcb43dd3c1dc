r"""A graph compares rates of the same metric over different ranges.

## Reported cases
This rule reports queries of a graph that use `rate` of the same metric over different literal
ranges. The rule reports `increase` in the same way. A query is not reported if its legend, or the
title or description of the panel, contains the range. The author then compares the ranges on
purpose.

## Why
A rate over a minute shows peaks that a rate over an hour cannot show. The lines of the graph differ
only because of the ranges, but readers conclude that the measured machines differ.

## Bad
```json
{
  "title": "Requests",
  "panels": [
    {
      "type": "timeseries",
      "title": "Requests",
      "datasource": {"type": "prometheus", "uid": "p"},
      "targets": [
        {"refId": "A", "expr": "rate(http_requests_total{instance=\"a\"}[1m])"},
        {"refId": "B", "expr": "rate(http_requests_total{instance=\"b\"}[10m])"}
      ]
    }
  ]
}
```

## Good
```json
{
  "title": "Requests",
  "panels": [
    {
      "type": "timeseries",
      "title": "Requests",
      "datasource": {"type": "prometheus", "uid": "p"},
      "targets": [
        {"refId": "A", "expr": "rate(http_requests_total{instance=\"a\"}[5m])"},
        {"refId": "B", "expr": "rate(http_requests_total{instance=\"b\"}[5m])"}
      ]
    }
  ]
}
```

## Source
The board "Prometheus 101", which boardwright ships, warns against comparing rates over different
ranges.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, PanelView, QueryView, Range, rule
from boardwright.checks.sampled_calls import iter_sampled_calls
from boardwright.promql.duration_nodes import Duration

_RATES = frozenset({"rate", "increase"})
_GRAPHS = frozenset({"graph", "timeseries"})


@rule(
    id="mixed-rate-ranges",
    group="principles",
    severity="warning",
    looks_at=PanelView,
    profiles=("strict",),
)
def check(panel: PanelView) -> Iterator[Finding]:
    if panel.type not in _GRAPHS:
        return
    first: dict[tuple[str, str], Duration] = {}
    for query in panel.queries:
        for (function, metric), samples in [] if query.hidden else _iter_rates(query):
            window = samples.window
            first_window = first.setdefault((function, metric), window)
            differs = first_window.milliseconds != window.milliseconds
            if differs and not _names_window(panel, query, str(window)) and query.expression:
                yield Finding(
                    what=f"{function} of {metric} has the range {window} here and {first_window} "
                    "in another query of the panel",
                    fix=f"Use the same range in both queries, or write {window} into the legend.",
                    at=query,
                    span=query.expression.locate_window(samples),
                )


def _iter_rates(query: QueryView) -> Iterator[tuple[tuple[str, str], Range]]:
    for call, samples in iter_sampled_calls(query.expression, _RATES):
        name = samples.selector.name
        if name and samples.window.milliseconds is not None:
            yield (call.name, name), samples


def _names_window(panel: PanelView, query: QueryView, window: str) -> bool:
    return window in query.legend or window in panel.title or window in panel.description
