"""A board names a data source directly.

## Reported cases
JSON boards that refer to a data source by a name, or by a uid that a person chose (`prometheus`),
in panels, queries, variables or annotations; one problem for each. In a project the project's own
data sources are not reported.

## Why
To import the board, a person needs a data source of the same name, and nobody can select another
one.

## Bad
```text
{"title": "Board", "panels": [{"id": 1, "type": "stat", "datasource": "Prometheus"}]}
```

## Good
```json
{
  "title": "Board",
  "templating": {"list": [{"name": "datasource", "type": "datasource", "query": "prometheus"}]},
  "panels": [{"id": 1, "type": "stat", "datasource": "$datasource"}]
}
```

## Source
[`panel-datasource-rule`](https://github.com/grafana/dashboard-linter/blob/main/docs/rules/panel-datasource-rule.md)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, rule
from boardwright.checks.literal_datasources import fixed_datasources, is_generated
from boardwright.notation.plurals import quantity


@rule(
    id="hardcoded-datasource-name",
    group="board",
    severity="warning",
    looks_at=BoardView,
    profiles=("strict", "mixin"),
)
def check(board: BoardView) -> Iterator[Finding]:
    settings = board.settings
    if board.form == "declaration" or (settings.in_project and settings.datasources):
        return
    for name, places in fixed_datasources(board).items():
        if not is_generated(name) and not settings.datasource(name):
            times = f" ({quantity(len(places), 'time')})" if len(places) > 1 else ""
            yield Finding(
                what=f"it names the data source {name!r} directly{times}",
                fix="Use a data source variable, so that the board works in any Grafana.",
                at=places[0].view,
                key=places[0].key,
            )
