"""A single number is the value of a counter.

## Reported cases
A counter without `rate` or `increase` in a stat, gauge or bar gauge panel; counters are recognised
as by [counter-without-rate](counter-without-rate.md). Panels that show the difference or the range
of their values, and panels with `raw`, `cumulative`, `lifetime` or `since` in the title or
description, are not reported.

## Why
The number counts from the start of the process, and the reader does not know when that was: after a
restart it is close to zero, and of two machines the one that has run longer shows more.

## Bad
```json
{
  "title": "Requests",
  "panels": [
    {
      "type": "stat",
      "title": "Requests",
      "datasource": {"type": "prometheus", "uid": "p"},
      "targets": [{"refId": "A", "expr": "sum(http_requests_total)"}]
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
      "type": "stat",
      "title": "Requests",
      "datasource": {"type": "prometheus", "uid": "p"},
      "targets": [{"refId": "A", "expr": "sum(increase(http_requests_total[$__range]))"}]
    }
  ]
}
```

## Source
Prometheus 101: a counter's value means nothing without its rate.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, QueryView, rule
from boardwright.checks.raw_counters import raw_counters
from boardwright.schema.panel import Panel

_NUMBERS = frozenset({"bargauge", "gauge", "singlestat", "stat"})
_DIFFERENCES = frozenset({"delta", "diff", "diffperc", "range", "step"})


@rule(
    id="counter-as-number",
    group="principles",
    severity="warning",
    looks_at=QueryView,
    profiles=("strict",),
)
def check(query: QueryView) -> Iterator[Finding]:
    if query.panel.type not in _NUMBERS or _shows_difference(query.panel):
        return
    for selector, metric in raw_counters(query):
        yield Finding(
            what=f"{metric} is shown as a number that counts from the start of its process",
            fix=f"Count the events in the time range: increase({metric.name}[$__range]).",
            node=selector,
            severity=metric.severity,
        )


def _shows_difference(panel: Panel) -> bool:
    return bool(_DIFFERENCES & {*panel.calculations})
