"""A mixin's query does not match its instances.

## What
Every selector of every query of Prometheus has the matcher `instance=~"$instance"`.

## Why
A query without it shows what the board's `instance` does not select, and its sums count it in.

## Bad
```promql
up{instance="node"}
```

## Good
```promql
up{instance=~"$instance"}
```

## Source
[`target-instance-rule`](https://github.com/grafana/dashboard-linter/blob/main/docs/rules/target-instance-rule.md)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, QueryView, rule
from boardwright.checks.mixins import matched


@rule(
    id="mixin-instance-matcher",
    group="mixin",
    severity="warning",
    looks_at=QueryView,
    profiles=("mixin",),
)
def check(query: QueryView) -> Iterator[Finding]:
    yield from matched(query, "instance")
