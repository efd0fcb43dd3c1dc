"""A rate is calculated from a sum of counters, instead of a sum of rates.

## Reported cases
This rule reports `rate`, `irate` or `increase` over a subquery that contains `sum`, `avg` or
`count`, or that already contains a rate.

## Why
When one of the summed counters is reset, the sum falls. `rate` treats this fall as a reset of the
whole sum, and adds everything that the other counters have ever counted. The graph therefore shows
an enormous peak. A rate rises and falls all the time, and an outer `rate` treats each fall as a
reset.

## Bad
```promql
rate(sum(http_requests_total)[5m:])
```
```promql
increase(sum by (job) (rate(http_requests_total[5m]))[1h:1m])
```

## Good
```promql
sum(rate(http_requests_total[5m]))
```
```promql
max_over_time(sum by (job) (rate(http_requests_total[5m]))[1h:1m])
```

## Source
The article [Rate then sum, never sum then
rate](https://www.robustperception.io/rate-then-sum-never-sum-then-rate/) and the board "Prometheus
101", which boardwright ships, explain this error.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Aggregation, Call, Expr, Finding, QueryView, Subquery, rule

_RATES = frozenset({"rate", "irate", "increase"})
_SUMS = frozenset({"sum", "avg", "count"})


@rule(id="rate-of-sum", group="principles", severity="warning", looks_at=QueryView)
def check(query: QueryView) -> Iterator[Finding]:
    for call in query.expression.calls if query.expression else ():
        subquery = call.args[0].bare if call.name in _RATES and call.args else None
        if not isinstance(subquery, Subquery):
            continue
        inner = next(filter(None, map(_find_misused_function, subquery.expr.walk())), None)
        if inner == "rate":
            yield Finding(
                what=f"{call.name} is calculated from a rate",
                fix="Use avg_over_time or max_over_time of the rate, or a single rate over a "
                "longer range.",
                node=call,
            )
        elif inner is not None:
            yield Finding(
                what=f"{call.name} is calculated from {inner}(...), which hides the resets of "
                "counters",
                fix=f"Write {inner}({call.name}(...[window])).",
                node=call,
            )


def _find_misused_function(node: Expr) -> str | None:
    if isinstance(node, Call) and node.name in _RATES:
        return "rate"
    if isinstance(node, Aggregation) and node.op in _SUMS:
        inner = (part for part in node.expr.walk() if isinstance(part, Call))
        return "rate" if any(part.name in _RATES for part in inner) else node.op
    return None
