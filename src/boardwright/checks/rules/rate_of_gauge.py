"""A rate is calculated from a gauge.

## Reported cases
This rule reports `rate`, `irate` or `increase` of a metric that is not a counter according to
`--metrics` or boardwright's list of well-known exporters. If only the name of the metric suggests a
gauge, only the profile `strict` reports the rate, with severity `info`. For example, a name that
ends in `_info` or `_celsius` suggests a gauge.

The rule ignores timestamps (`x_timestamp_seconds`), because they only grow. The rule ignores a rate
whose series are only counted (`count(rate(container_last_seen[5m]))`), because the values of the
rate do not matter. The rule ignores metrics of unknown type whose name ends in `_ratio`, because
some programs count their busy time in a metric such as `x_busy_ratio`.

## Why
`rate` treats each fall of the value as the reset of a counter, and adds the whole value again. The
value of a gauge falls often, so the rate of a gauge is meaningless.

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
The documentation of [rate](https://prometheus.io/docs/prometheus/latest/querying/functions/#rate)
states that `rate` should only be used with counters.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import (
    Aggregation,
    Call,
    Expr,
    Finding,
    Paren,
    QueryView,
    Range,
    Selector,
    Subquery,
    rule,
)
from boardwright.checks.metric_types import MetricType, find_metric_type, is_timestamp

_RATES = frozenset({"rate", "irate", "increase"})
_SHARES = ("_percent", "_percentage", "_ratio", "_utilization")


@rule(id="rate-of-gauge", group="principles", severity="warning", looks_at=QueryView)
def check(query: QueryView) -> Iterator[Finding]:
    settings = query.board.settings
    reported: set[str] = set()
    for call in query.expression.calls if query.expression else ():
        samples = call.args[0].bare if call.name in _RATES and call.args else None
        if isinstance(samples, Range):
            selector: Expr = samples.selector
        elif isinstance(samples, Subquery):
            selector = samples.expr.bare
        else:
            continue
        if _is_counted(call) or not isinstance(selector, Selector) or selector.variable_name:
            continue
        name = selector.name
        if not name or name in reported or is_timestamp(name):
            continue
        metric = find_metric_type(name, settings)
        if metric is not None and metric.type != "counter" and not _may_count(metric):
            reported.add(name)
            instead = "delta" if call.name == "increase" else "deriv"
            yield Finding(
                what=f"{call.name} is for counters, but its argument is {metric}",
                fix=f"Show the value of the gauge, or use {instead} for the change of the gauge.",
                node=call,
                certain=metric.known,
            )


def _is_counted(call: Call) -> bool:
    """Return whether an expression only counts the series of a rate."""
    above = (parent for parent in call.parents() if not isinstance(parent, Paren))
    around = next(above, None)
    return isinstance(around, Aggregation) and around.op in {"count", "group"}


def _may_count(metric: MetricType) -> bool:
    """Return whether a metric such as `x_busy_ratio` may be a counter of busy time."""
    return not metric.known and metric.name.endswith(_SHARES)
