"""A function for gauges is used on a counter.

## What
`delta`, `idelta`, `deriv` or `predict_linear` of a metric whose name ends in `_total`, or that
`--metrics` tells to be a counter.

## Why
They take a counter that started again from zero for one that fell: after each restart the graph
goes far below zero. `increase` and `rate` know of resets.

## Bad
```promql
delta(http_requests_total[5m])
```
```promql
deriv(node_network_receive_bytes_total{instance="$instance"}[5m])
```

## Good
```promql
increase(http_requests_total[5m])
```
```promql
delta(node_hwmon_temp_celsius[1h])
```

## Source
[delta](https://prometheus.io/docs/prometheus/latest/querying/functions/#delta): "should only be
used with gauges".
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, QueryView, Selector, rule
from boardwright.checks.metric_types import is_counter

_INSTEAD = {
    "delta": "increase",
    "idelta": "irate",
    "deriv": "rate",
    "predict_linear": "a subquery of its rate",
}


@rule(id="delta-of-counter", group="principles", severity="warning", looks_at=QueryView)
def check(query: QueryView) -> Iterator[Finding]:
    for call in query.expression.calls if query.expression else ():
        selector = call.args[0].bare if call.name in _INSTEAD and call.args else None
        if call.variable or not isinstance(selector, Selector) or selector.variable_name:
            continue
        if selector.name and is_counter(selector.name, query.board.settings):
            yield Finding(
                what=f"{call.name} is taken of the counter {selector.name}, whose resets it takes"
                " for falls",
                fix=f"Use {_INSTEAD[call.name]}.",
                node=call,
            )
