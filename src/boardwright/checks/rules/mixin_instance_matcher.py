"""A query of a mixin lacks the matcher for the instances that are selected on the board.

## Reported cases
Selectors of Prometheus queries without the matcher `instance=~"$instance"`.

## Why
A query without the matcher also shows instances that are not selected, and adds these instances to
its sums.

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
