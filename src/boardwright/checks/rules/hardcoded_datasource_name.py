"""A board refers to a data source by a fixed name.

## Reported cases
This rule reports JSON boards in which panels, queries, variables or annotations refer to a data
source by its name, or by a uid that a person chose, such as `prometheus`. Each name is reported
once for each board. The rule does not run in a project that declares data sources in
`boardwright.toml`, because [hardcoded-datasource-uid](hardcoded-datasource-uid.md) reports all
undeclared data sources there.

## Why
The board works only in a Grafana that has a data source with this name. Readers of the board cannot
select another data source.

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
from boardwright.checks.literal_datasources import collect_fixed_datasources, is_generated
from boardwright.notation.plurals import format_quantity


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
    for name, views in collect_fixed_datasources(board).items():
        if not is_generated(name) and not settings.find_datasource(name):
            times = f" ({format_quantity(len(views), 'time')})" if len(views) > 1 else ""
            yield Finding(
                what=f"the board refers to the data source {name!r} by its name{times}",
                fix="Use a data source variable, so that the board works in any Grafana.",
                at=views[0],
                key="datasource",
            )
