"""A panel that shows query results has no query.

## Reported cases
This rule reports a panel that has no query, or only empty queries. The rule checks Grafana's own
panel types, and the removed types that Grafana converts. The rule ignores plugins, library panels,
panels with a stored snapshot, and panel types that need no query, such as text, dashboard list and
news. A panel is not reported if its title or description announces that the panel is empty, such as
"left empty on purpose" or "placeholder". A panel with a text for missing values (the option "No
value") is not reported either, because Grafana shows this text.

## Why
The panel shows "No data". With Grafana's test data source, the panel shows random numbers.

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

import re
from collections.abc import Iterator

from boardwright.checks import Finding, PanelView, QueryView, rule
from boardwright.schema.panel_types import SHOWS_QUERIES

_ANNOUNCED = re.compile(
    r"\b(?:placeholder|(?:on purpose|deliberately|intentionally|purposely)\b.*\bempty"
    r"|empty\b.*\b(?:on purpose|deliberately|intentionally|purposely))\b",
    re.IGNORECASE,
)


@rule(id="panel-without-query", group="board", severity="warning", looks_at=PanelView)
def check(panel: PanelView) -> Iterator[Finding]:
    if panel.type not in SHOWS_QUERIES or not all(map(_is_empty, panel.queries)):
        return
    if panel.is_library or panel.has_snapshot:
        return
    if panel.no_value:
        return
    if _ANNOUNCED.search(f"{panel.title}\n{panel.description}"):
        return
    if not panel.queries:
        yield Finding(what="the panel has no query", fix="Add a query, or remove the panel.")
    else:
        yield Finding(
            what="all queries of the panel are empty",
            fix="Write a query, or remove the panel.",
            at=panel.queries[0],
            key="expr",
        )


def _is_empty(query: QueryView) -> bool:
    return query.language in {"promql", "logql"} and not query.expr.strip()
