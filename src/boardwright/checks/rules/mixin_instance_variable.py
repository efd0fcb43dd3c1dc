"""A board of a mixin has no variable for instances.

## Reported cases
This rule reports a board with Prometheus queries that has no variable `instance` of the type
`query`. The rule also reports this variable if it does not allow multiple values, or if its value
for "All" is not `.+`.

## Why
People use a mixin with any number of servers. Without the variable `instance`, the board mixes the
series of all servers. If the value of "All" is `.*`, a matcher with the variable also accepts
series without the label `instance`.

## Bad
```json
{
  "title": "Up",
  "panels": [{"id": 1, "type": "stat", "targets": [{"refId": "A", "expr": "up"}]}]
}
```

## Good
```json
{
  "title": "Up",
  "panels": [{"id": 1, "type": "stat", "targets": [{"refId": "A", "expr": "up"}]}],
  "templating": {
    "list": [
      {
        "name": "instance",
        "type": "query",
        "query": "label_values(up, instance)",
        "multi": true,
        "includeAll": true,
        "allValue": ".+"
      }
    ]
  }
}
```

## Source
[`template-instance-rule`](https://github.com/grafana/dashboard-linter/blob/main/docs/rules/template-instance-rule.md)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, rule
from boardwright.checks.mixins import check_variable


@rule(
    id="mixin-instance-variable",
    group="mixin",
    severity="warning",
    looks_at=BoardView,
    profiles=("mixin",),
)
def check(board: BoardView) -> Iterator[Finding]:
    yield from check_variable(board, "instance")
