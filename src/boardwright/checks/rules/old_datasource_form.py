"""A board refers to a data source by a plain text, or without the type of the data source.

## Reported cases
This rule reports JSON boards of a project that refer to a data source by a plain text (a name or
uid), or by an object without `type`. A reference is reported only if exactly one data source in
`boardwright.toml` has this name or uid. One problem reports all old references of a board. A board
without any data source is not reported, because its author wants the default data source of each
Grafana.

`check --fix` replaces the old references by objects with `type` and `uid`. `check --fix` also adds
such an object to panels that have PromQL queries but no data source.

## Why
Grafana 8.3 and later write objects with `type` and `uid`. A reference by name no longer works after
somebody renames the data source. A panel without a data source uses another data source as soon as
somebody changes the default data source of Grafana. If a reference has no `type` and the data
source no longer exists, the language of the query is unknown. Grafana replaces old references when
it loads the board, so saving the board changes lines that nobody edited.

## Bad
```json
{"title": "Board", "panels": [{"id": 1, "type": "stat", "datasource": "Prometheus"}]}
```

## Good
```json
{
  "title": "Board",
  "panels": [
    {"id": 1, "type": "stat", "datasource": {"type": "prometheus", "uid": "prometheus"}}
  ]
}
```

## Source
Version 33 of the schema in
[`DashboardMigrator`](https://github.com/grafana/grafana/blob/main/public/app/features/dashboard/state/DashboardMigrator.ts)
replaces names by objects.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, rule
from boardwright.checks.fixes.datasource_fixes import iter_old_references
from boardwright.notation.plurals import format_quantity


@rule(id="old-datasource-form", group="board", severity="info", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    references = iter_old_references(board)
    stated = [
        (view, source) for view, source in references if view.datasource_reference is not None
    ]
    if stated:
        view, source = stated[0]
        times = f" ({format_quantity(len(stated), 'time')})" if len(stated) > 1 else ""
        is_text = isinstance(view.datasource_reference, str)
        form = "in the form that Grafana used before version 8.3" if is_text else "without its type"
        yield Finding(
            what=f"the board refers to the data source {source.name!r} {form}{times}",
            fix=f'Write {{"type": "{source.type}", "uid": "{source.uid}"}}.',
            at=view,
            key="datasource",
        )
