"""A board refers to a data source by name, as before Grafana 8.3, or without a type.

## Reported cases
JSON boards of a project that refer to a data source by a plain text (a name or uid) or by an object
without `type`. The text or uid must fit exactly one data source in `boardwright.toml`. There is one
problem for each board. `check --fix` replaces the old references by objects with `type` and `uid`,
and adds such an object to panels that have PromQL queries and no data source. A board that names no
data source at all is not reported, because it is meant for the default data source of any Grafana.

## Why
A reference by name no longer works after the data source was renamed. A panel without a reference
queries another data source as soon as the default data source of Grafana changes. Without a type,
the language of a query is unknown when the data source no longer exists. Grafana replaces all these
forms when it loads the board, so saving the board changes lines that nobody edited.

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
[`DashboardMigrator`](https://github.com/grafana/grafana/blob/main/public/app/features/dashboard/state/DashboardMigrator.ts):
version 33 of the schema replaces names by objects
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
