"""A single number is a counter as it is.

## What
A counter without `rate` or `increase` in a stat, gauge or bar gauge panel; counters are known as by
`counter-without-rate`. Panels that show the difference or the range of what they get are left
alone, and those whose title or description says `raw`, `cumulative`, `lifetime` or `since`.

## Why
The number counts from the start of the process, which nobody who looks at it knows: after a
restart it is close to zero, and of two machines the one that runs for longer has more.

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
    for selector in raw_counters(query):
        yield Finding(
            what=f"the counter {selector.name} is shown as it is, counted from its process' start",
            fix=f"Take what was counted in the time shown: increase({selector.name}[$__range]).",
            node=selector,
        )


def _shows_difference(panel: Panel) -> bool:
    return bool(_DIFFERENCES & {*panel.calculations})
