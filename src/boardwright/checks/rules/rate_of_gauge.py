"""A rate is taken of a gauge.

## What
`rate`, `irate` or `increase` of a metric that is no counter: by its type where `--metrics` tells,
else by its name. Only names that are gauges wherever they come from are known: those of well-known
exporters (`node_memory_MemFree_bytes`, `node_load1`), and endings such as `_info`, `_ratio`,
`_celsius` and `_timestamp_seconds`.

## Why
A counter falls only when it starts again from zero, and `rate` adds what was lost. A gauge falls
all the time: each time it does, its whole value is added, and the result is no change of anything.

## Bad
```promql
rate(node_memory_MemFree_bytes[5m])
```
```promql
increase(process_resident_memory_bytes{job="$job"}[1h])
```

## Good
```promql
deriv(node_memory_MemFree_bytes[5m])
```
```promql
rate(node_network_receive_bytes_total[5m])
```

## Source
[rate](https://prometheus.io/docs/prometheus/latest/querying/functions/#rate): "should only be used
with counters".
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, QueryView, Selector, Subquery, rule
from boardwright.checks.metric_types import is_counter, type_told

_RATES = frozenset({"rate", "irate", "increase"})


@rule(id="rate-of-gauge", group="principles", severity="warning", looks_at=QueryView)
def check(query: QueryView) -> Iterator[Finding]:
    settings = query.board.settings
    told: set[str] = set()
    for call in query.expression.calls if query.expression else ():
        selector = call.args[0].bare if call.name in _RATES and call.args else None
        if isinstance(selector, Subquery):
            selector = selector.expr.bare
        if call.variable or not isinstance(selector, Selector) or selector.variable_name:
            continue
        name = selector.name
        if name and name not in told and is_counter(name, settings) is False:
            told.add(name)
            kind = type_told(name, settings) or "gauge"
            yield Finding(
                what=f"{call.name} is taken of {name}, which is a {kind} and no counter",
                fix="Show the value itself, or use delta or deriv for its change.",
                node=call,
            )
