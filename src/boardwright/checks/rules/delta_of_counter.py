"""A function for gauges is applied to a counter.

## Reported cases
This rule reports `delta`, `idelta`, `deriv` or `predict_linear` of a metric that is a counter
according to `--metrics` or boardwright's list of well-known exporters. If only the name of the
metric suggests a counter (`..._total`), only the profile `strict` reports the call, with severity
`info`.

## Why
The functions `delta`, `idelta`, `deriv` and `predict_linear` do not recognise the reset of a
counter. These functions treat a reset as a fall of the value, so the graph drops far below zero
after each restart. The functions `increase` and `rate` handle resets correctly.

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
The documentation of [delta](https://prometheus.io/docs/prometheus/latest/querying/functions/#delta)
states that `delta` should only be used with gauges.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, QueryView, rule
from boardwright.checks.metric_types import find_metric_type
from boardwright.checks.sampled_calls import iter_sampled_calls

_INSTEAD = {
    "delta": "Use increase.",
    "idelta": "Use irate and a unit per second, because irate returns the change per second.",
    "deriv": "Use rate, which also returns a change per second.",
    "predict_linear": "Use increase, or apply predict_linear to a subquery of the counter's rate.",
}


@rule(id="delta-of-counter", group="principles", severity="warning", looks_at=QueryView)
def check(query: QueryView) -> Iterator[Finding]:
    for call, samples in iter_sampled_calls(query.expression, _INSTEAD):
        if samples.selector.variable_name:
            continue
        name = samples.selector.name
        metric = find_metric_type(name, query.board.settings) if name else None
        if metric is not None and metric.type == "counter":
            yield Finding(
                what=f"{call.name} treats each reset of {metric} as a fall of the value",
                fix=_INSTEAD[call.name],
                node=call,
                certain=metric.known,
            )
