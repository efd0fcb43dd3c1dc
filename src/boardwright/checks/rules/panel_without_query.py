"""A panel that shows query results has no query.

## Reported cases
Panels of Grafana's own types, and of the removed types that it converts, without a query or with
empty queries only. Types that need none (text, lists of boards, alerts and news, rows), plugins,
library panels and panels with a stored snapshot are not reported.

## Why
The panel shows "No data" or, on the test data source, random numbers.

## Bad
```json
{"type": "timeseries", "title": "Requests", "targets": []}
```
```json
{"type": "stat", "title": "Up", "datasource": {"type": "prometheus"}, "targets": [{"expr": ""}]}
```

## Good
```json
{"type": "timeseries", "title": "Requests", "targets": [{"refId": "A", "expr": "up"}]}
```
```json
{"type": "text", "title": "Read me"}
```

## Source
[Panels and visualizations](https://grafana.com/docs/grafana/latest/panels-visualizations/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, PanelView, QueryView, rule
from boardwright.schema.panel_types import SHOWS_QUERIES


@rule(id="panel-without-query", group="board", severity="warning", looks_at=PanelView)
def check(panel: PanelView) -> Iterator[Finding]:
    if panel.type not in SHOWS_QUERIES or panel.is_library or panel.at("snapshotData"):
        return
    if not panel.queries:
        yield Finding(what="it has no query", fix="Add a query, or remove the panel.")
    elif all(map(_is_empty, panel.queries)):
        yield Finding(
            what="its queries are all empty",
            fix="Write the query, or remove the panel.",
            at=panel.queries[0],
            key="expr",
        )


def _is_empty(query: QueryView) -> bool:
    return query.language in {"promql", "logql"} and not query.expr.strip()
