"""A query of a mixin lacks the matcher for the jobs that are selected on the board.

## Reported cases
This rule reports selectors of Prometheus queries that lack the matcher `job=~"$job"`.

## Why
A query without this matcher also returns jobs that are not selected on the board, and its sums
include these jobs.

## Bad
```promql
up{job="node"}
```

## Good
```promql
up{job=~"$job"}
```

## Source
[`target-job-rule`](https://github.com/grafana/dashboard-linter/blob/main/docs/rules/target-job-rule.md)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, QueryView, rule
from boardwright.checks.mixins import check_matchers


@rule(
    id="mixin-job-matcher",
    group="mixin",
    severity="warning",
    looks_at=QueryView,
    profiles=("mixin",),
)
def check(query: QueryView) -> Iterator[Finding]:
    yield from check_matchers(query, "job")
