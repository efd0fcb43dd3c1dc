"""A query of a mixin lacks the matcher for the instances that are selected on the board.

## Reported cases
This rule reports selectors of Prometheus queries that lack the matcher `instance=~"$instance"`.

## Why
A query without this matcher also returns instances that are not selected on the board, and its sums
include these instances.

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
from boardwright.checks.mixins import check_matchers


@rule(
    id="mixin-instance-matcher",
    group="mixin",
    severity="warning",
    looks_at=QueryView,
    profiles=("mixin",),
)
def check(query: QueryView) -> Iterator[Finding]:
    yield from check_matchers(query, "instance")
