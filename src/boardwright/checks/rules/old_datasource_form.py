"""A board names one of the project's data sources in the form before 8.3, or without a type.

## What
JSON boards of a project that name a data source by a text in place of an object of `type` and
`uid`, or by an object that lacks the type, where that can only mean one of the data sources in
`boardwright.toml`. One finding tells of all of a board's; `--fix` writes the objects, and on such a
board also those of panels with PromQL queries that name none. A board that leaves all of them out
is meant for any Grafana's default.

## Why
A name stops working when somebody renames the data source, and what is left out means another data
source as soon as the default changes. Without a type, nothing tells in which language a query is
written once the data source is gone. Grafana replaces both when it loads the board, so that
saving it once changes lines that nobody touched.

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
from boardwright.checks.fixes.datasources import old_references


@rule(id="old-datasource-form", group="board", severity="info", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    old = old_references(board)
    found = [(view, source) for view, source in old if view.raw.get("datasource") is not None]
    if found:
        view, source = found[0]
        times = f", {len(found)} times" if len(found) > 1 else ""
        is_text = isinstance(view.raw.get("datasource"), str)
        form = "in the form before Grafana 8.3" if is_text else "without its type"
        yield Finding(
            what=f"{source.name} is named {form}{times}",
            fix=f'Write {{"type": "{source.type}", "uid": "{source.uid}"}}.',
            at=view,
            key="datasource",
        )
