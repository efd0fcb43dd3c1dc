"""A board refers to a data source by a uid that only one Grafana has.

## Reported cases
This rule checks the data source uids in panels, queries, variables and annotations. Each uid is
reported once for each board. In a project that declares data sources in `boardwright.toml`, the
rule reports every uid that is not declared.

Elsewhere, the rule reports uids that Grafana generated at random, such as `bdr9xo6sekow0f` or
`000000012`, if they occur in JSON boards. Only the profile `strict` reports these uids, with
severity `info`, because another file may declare the data source. A uid such as `P8E80F9AEF21F6940`
is not reported, because each Grafana computes it from the name of a provisioned data source (here
`Loki`). Boards below a directory with `provisioning` in its name are not reported either, because
such a directory usually also contains the data sources.

The rule [hardcoded-datasource-name](hardcoded-datasource-name.md) reports uids that a person chose.
Variables, inputs of an export (`__inputs`), and Grafana's built-in data sources are never reported.

## Why
In another Grafana, no data source has this uid. In the same Grafana, a data source gets a new uid
when somebody deletes it and creates it again. Every panel that uses the old uid then shows an
error, because Grafana does not find the data source.

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
            fix="Use a data source variable, so that the board works in any Grafana.",
            at=views[0],
            key="datasource",
            certain=ours,
        )
