"""Rates over different ranges are combined into one number.

## Reported cases
This rule reports a quotient, sum or difference if both operands use `rate`, or both operands use
`increase`, over different ranges. Rates of the same metric over two ranges are not reported,
because the author compares the two ranges on purpose.

## Why
For example, a query divides the errors of the last minute by the requests of the last five minutes.
After each change of load, the ratio is wrong by a factor of up to five. The ratio is right again
when the longer range covers only the new load.

## Bad
```promql
sum(rate(http_errors_total[1m])) / sum(rate(http_requests_total[5m]))
```
```promql
rate(request_seconds_sum[5m]) / rate(request_seconds_count[$__rate_interval])
```

## Good
```promql
sum(rate(http_errors_total[5m])) / sum(rate(http_requests_total[5m]))
```
```promql
rate(http_requests_total[5m]) / rate(http_requests_total[1h])
```

## Source
The board "Prometheus 101", which boardwright ships, warns against comparing rates over different
ranges.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Binary, Call, Expr, Finding, QueryView, Range, rule
from boardwright.promql.duration_nodes import Duration

_COMBINING = frozenset({"/", "+", "-"})
_RATES = frozenset({"rate", "increase"})
_Rate = tuple[str, str, Duration]
"""The function, the metric, and the range of a rate."""


@rule(id="unequal-rate-windows", group="principles", severity="warning", looks_at=QueryView)
def check(query: QueryView) -> Iterator[Finding]:
    for operation in query.expression.binaries if query.expression else ():
        if operation.op in _COMBINING:
            yield from _compare_windows(operation)


def _compare_windows(operation: Binary) -> Iterator[Finding]:
    left, right = _find_only_rate(operation.lhs), _find_only_rate(operation.rhs)
    if left is None or right is None or left[0] != right[0] or left[1] == right[1]:
        return
    function, _, left_range = left
    right_range = right[2]
    if left_range.length != right_range.length:
        yield Finding(
            what=f"{function} over {left_range} and {function} over {right_range} are combined "
            "into one number",
            fix="Use the same range on both sides.",
            node=operation,
        )


def _find_only_rate(side: Expr) -> _Rate | None:
    """Return the only rate on one side of an operation; None for no rate or several rates."""
    rates = [node for node in side.walk() if isinstance(node, Call) and node.name in _RATES]
    if len(rates) != 1:
        return None
    samples = rates[0].args[0].bare
    if not isinstance(samples, Range) or samples.selector.name is None:
        return None
    return rates[0].name, samples.selector.name, samples.window
