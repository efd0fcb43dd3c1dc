"""CPU time is divided by a number of CPUs that is fixed in the query.

## Reported cases
This rule reports a query that divides a sum of CPU seconds by a literal number, such as `/ 4`. The
rule knows counters of CPU seconds such as `node_cpu_seconds_total`, `process_cpu_seconds_total` and
`container_cpu_usage_seconds_total`. Divisions by a power of ten or by 1024 are not reported,
because they convert units.

## Why
The number is right for one machine and wrong for every machine with another number of CPUs. Nobody
notices the error. For example, a query divides by 4, and a machine with 8 CPUs uses 50 % of its CPU
time. The panel then shows 100 %.

## Bad
```promql
sum(rate(node_cpu_seconds_total{mode!="idle"}[5m])) / 4 * 100
```

## Good
```promql
100 - avg(rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100
```
```promql
sum(rate(node_cpu_seconds_total{mode!="idle"}[5m])) / count(node_cpu_seconds_total{mode="idle"})
```

## Source
The board "Prometheus 101", which boardwright ships, explains that an average over all CPUs needs no
number of CPUs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardwright.checks import Aggregation, Expr, Finding, Number, QueryView, Selector, rule

_CPU_SECONDS = re.compile(r"(?:.*_)?cpu(?:_\w+)?_seconds(?:_total)?|node_cpu")
_UNITS = frozenset({10, 100, 1000, 1024, 10_000, 1_000_000, 1_000_000_000})


@rule(id="hardcoded-cpu-count", group="principles", severity="warning", looks_at=QueryView)
def check(query: QueryView) -> Iterator[Finding]:
    for division in query.expression.binaries if query.expression else ():
        count = division.rhs.bare
        if division.op == "/" and _is_count(count) and _sums_cpu_seconds(division.lhs):
            number = query.expression.extract_text(count) if query.expression else ""
            yield Finding(
                what=f"CPU time is divided by {number}, the number of CPUs of one machine",
                fix="Use avg over the CPUs, or divide by count(...) of the idle series.",
                node=count,
            )


def _is_count(node: Expr) -> bool:
    value = node.value if isinstance(node, Number) else None
    return value is not None and 2 <= value <= 4096 and value == int(value) and value not in _UNITS


def _sums_cpu_seconds(node: Expr) -> bool:
    parts = list(node.walk())
    sums = any(isinstance(part, Aggregation) and part.op == "sum" for part in parts)
    metrics = [part.name or "" for part in parts if isinstance(part, Selector)]
    return sums and bool(metrics) and all(_CPU_SECONDS.fullmatch(name) for name in metrics)
