"""A board asks for a data source by a uid that only one Grafana has.

## What
Data sources of panels, queries, variables and annotations, one finding for each uid. In a project
every uid that is none of the project's data sources; elsewhere, in JSON boards, those that
Grafana made up (`P8E80F9AEF21F6940`, `000000012`). Variables, inputs and Grafana's own data
sources are fine, and uids that a person chose are left to `hardcoded-datasource-name`.

## Why
In another Grafana, or after the data source was made anew, there is none of that uid, and every
panel says that the data source was not found.

## Bad
```json
{
  "title": "Board",
  "panels": [
    {"id": 1, "type": "stat", "datasource": {"type": "prometheus", "uid": "P8E80F9AEF21F6940"}}
  ]
}
```

## Good
```json
{
  "title": "Board",
  "templating": {"list": [{"name": "datasource", "type": "datasource", "query": "prometheus"}]},
  "panels": [
    {"id": 1, "type": "stat", "datasource": {"type": "prometheus", "uid": "${datasource}"}}
  ]
}
```

## Source
[Data source
variables](https://grafana.com/docs/grafana/latest/dashboards/variables/add-template-variables/#add-a-data-source-variable)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, rule
from boardwright.checks.literal_datasources import fixed_datasources, made_up


@rule(id="hardcoded-datasource-uid", group="board", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    settings = board.settings
    ours = settings.in_project and bool(settings.datasources)
    if board.form == "declaration" and not ours:
        return
    for name, places in fixed_datasources(board).items():
        if settings.datasource(name) or not (ours or made_up(name)):
            continue
        times = f", {len(places)} times" if len(places) > 1 else ""
        whose = "none of the project's" if ours else "that of one Grafana only"
        yield Finding(
            what=f"the data source {name!r} is asked for by its uid{times}, and it is {whose}",
            fix="Use a data source variable, so that the board works everywhere.",
            at=places[0].view,
            key=places[0].key,
        )
