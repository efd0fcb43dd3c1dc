"""The rate is taken of a sum, not the sum of rates.

## What
`rate`, `irate` or `increase` over a subquery of `sum`, `avg` or `count`, or of an expression that
is a rate already.

## Why
When one of the summed counters starts again from zero, its sum falls; `rate` takes the fall for a
reset of the whole, and adds all that the other counters ever counted as one enormous peak. `rate`
of a rate is the change of a value that goes up and down, of which every fall counts as a reset.

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
Prometheus 101;
[rate then sum, never sum then rate](https://www.robustperception.io/rate-then-sum-never-sum-then-rate/).
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Aggregation, Call, Expr, Finding, QueryView, Subquery, rule

_RATES = frozenset({"rate", "irate", "increase"})
_SUMS = frozenset({"sum", "avg", "count"})


@rule(id="rate-of-sum", group="principles", severity="error", looks_at=QueryView)
def check(query: QueryView) -> Iterator[Finding]:
    for call in query.expression.calls if query.expression else ():
        subquery = call.args[0].bare if call.name in _RATES and call.args else None
        if call.variable or not isinstance(subquery, Subquery):
            continue
        inner = next(filter(None, map(_faulty, subquery.expr.walk())), None)
        if inner == "rate":
            yield Finding(
                what=f"{call.name} is taken of what is a rate already",
                fix="Take avg_over_time or max_over_time of the rate, or one longer window.",
                node=call,
            )
        elif inner is not None:
            yield Finding(
                what=f"{call.name} is taken of {inner}(...), in which resets cannot be told",
                fix=f"Take the {inner} of the {call.name}: {inner}({call.name}(...[window])).",
                node=call,
            )


def _faulty(node: Expr) -> str | None:
    if isinstance(node, Call) and node.name in _RATES and not node.variable:
        return "rate"
    if isinstance(node, Aggregation) and node.op in _SUMS and not node.variable:
        inner = (part for part in node.expr.walk() if isinstance(part, Call))
        return "rate" if any(part.name in _RATES for part in inner) else node.op
    return None
