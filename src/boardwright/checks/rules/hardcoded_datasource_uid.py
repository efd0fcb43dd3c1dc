"""A board refers to a data source by a uid that only one Grafana has.

## Reported cases
Uids in the data source references of panels, queries, variables and annotations. There is one
problem for each uid. In a project, every uid that the project does not declare is reported. Outside
a project, uids that Grafana generated at random (`bdr9xo6sekow0f`, `000000012`) are reported in
JSON boards by the profile `strict`, with severity `info`, because another file may declare the data
source. For uids that a person chose see [hardcoded-datasource-name](hardcoded-datasource-name.md).
Variables, inputs of an export, and Grafana's built-in data sources are never reported.

Outside a project, a uid such as `P8E80F9AEF21F6940` is not reported, because each Grafana computes
it from the name of a provisioned data source (here `Loki`). Boards below a directory with
`provisioning` in its name are not reported either, because such a directory usually also contains
the data sources.

## Why
In another Grafana, no data source has this uid. In the same Grafana, the uid disappears when the
data source is deleted and created again. Every panel then shows that its data source was not found.

## Bad
```json
{
  "title": "Board",
  "panels": [
    {"id": 1, "type": "stat", "datasource": {"type": "prometheus", "uid": "bdr9xo6sekow0f"}}
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
from boardwright.checks.literal_datasources import collect_fixed_datasources, is_generated
from boardwright.notation.plurals import format_quantity


@rule(id="hardcoded-datasource-uid", group="board", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    settings = board.settings
    ours = settings.in_project and bool(settings.datasources)
    if not ours and (board.form == "declaration" or board.is_provisioned):
        return
    for name, views in collect_fixed_datasources(board).items():
        if settings.find_datasource(name) or not (ours or is_generated(name)):
            continue
        times = f" ({format_quantity(len(views), 'time')})" if len(views) > 1 else ""
        owner = "the project does not declare" if ours else "only one Grafana has"
        yield Finding(
            what=f"the board refers to a data source by the uid {name!r}{times}, which {owner}",
            fix="Use a data source variable; then the board works in any Grafana.",
            at=views[0],
            key="datasource",
            certain=ours,
        )
