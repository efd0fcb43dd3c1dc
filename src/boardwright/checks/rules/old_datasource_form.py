"""A board names a data source in the form before Grafana 8.3, or without its type.

## Reported cases
JSON boards of a project that name a data source by text instead of an object of `type` and `uid`,
or by an object without a type, where that can only be one of the data sources in
`boardwright.toml`. There is one problem per board. `--fix` replaces the texts by objects, and adds
an object to panels with PromQL queries and no data source. A board that names no data source at
all is meant for the default of any Grafana and is not reported.

## Why
A name stops working when somebody renames the data source, and a missing reference means another
data source as soon as the default changes. Without a type nobody knows the language of a query once
the data source is gone. Grafana replaces both when it loads the board, so that saving it changes
lines that nobody edited.

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
from boardwright.checks.fixes.datasource_fixes import old_references
from boardwright.notation.plurals import quantity


@rule(id="old-datasource-form", group="board", severity="info", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    old = old_references(board)
    found = [(view, source) for view, source in old if view.raw.get("datasource") is not None]
    if found:
        view, source = found[0]
        times = f" ({quantity(len(found), 'time')})" if len(found) > 1 else ""
        is_text = isinstance(view.raw.get("datasource"), str)
        form = "in the form before Grafana 8.3" if is_text else "without its type"
        yield Finding(
            what=f"it names {source.name} {form}{times}",
            fix=f'Write {{"type": "{source.type}", "uid": "{source.uid}"}}.',
            at=view,
            key="datasource",
        )
