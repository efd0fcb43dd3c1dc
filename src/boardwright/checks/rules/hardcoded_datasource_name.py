"""A board names a data source outright.

## What
JSON boards that ask for a data source by a name, or by a uid that a person chose (`prometheus`),
in panels, queries, variables or annotations; one finding for each. In a project those of the
project's own data sources are fine.

## Why
Whoever imports the board has to call a data source the same, and nobody can look at another one.

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
from boardwright.checks.literal_datasources import fixed_datasources, made_up


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
        if not made_up(name) and not settings.datasource(name):
            times = f", {len(places)} times" if len(places) > 1 else ""
            yield Finding(
                what=f"the data source {name!r} is named outright{times}",
                fix="Use a data source variable, so that the board works everywhere.",
                at=places[0].view,
                key=places[0].key,
            )
