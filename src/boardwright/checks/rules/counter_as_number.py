"""A panel shows the value of a counter as a single number.

## Reported cases
This rule reports a query in a stat, gauge or bar gauge panel that shows a counter without `rate` or
`increase`. The rule recognises counters in the same way as the rule
[counter-without-rate](counter-without-rate.md). Panels that calculate a difference or the range of
the values are not reported. Panels whose title or description contains `raw`, `cumulative`,
`lifetime` or `since` are not reported either.

## Why
A counter counts from the start of its process, and readers do not know when the process started.
After a restart of the process, the number is close to zero. If two machines have the same load, the
machine that has run longer shows the larger number.

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
The board "Prometheus 101", which boardwright ships, explains that the value of a counter means
nothing without its rate.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, QueryView, rule
from boardwright.checks.raw_counters import iter_raw_counters
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
    for selector, metric in iter_raw_counters(query):
        yield Finding(
            what=f"the panel shows the value of {metric}, which counts from the start of the "
            "process",
            fix=f"Show the number of events in the time range: increase({metric.name}[$__range]).",
            node=selector,
            certain=metric.known,
        )


def _shows_difference(panel: Panel) -> bool:
    return bool(_DIFFERENCES & {*panel.calculations})
