"""A panel in a JSON file has no id.

## Reported cases
This rule reports panels and rows without an id, or with the id 0, in JSON boards of schema v1.
Boards of schema v2 are not reported, because the keys of `elements` identify their panels. Boards
declared in Python are not reported either, because the compiler gives each panel an id.

## Why
Grafana gives a panel without an id a new id each time it loads the board. If somebody adds a panel
earlier in the board, the new id changes, and links to the panel (`viewPanel=`) break.

## Bad
```json
{"title": "Board", "panels": [{"type": "timeseries", "title": "Requests"}]}
```

## Good
```json
{"title": "Board", "panels": [{"id": 1, "type": "timeseries", "title": "Requests"}]}
```

## Source
[The dashboard JSON
model](https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, rule
from boardwright.checks.combined_findings import report_panels


@rule(id="missing-panel-id", group="board", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    if board.form != "classic":
        return
    yield from report_panels(
        [panel for panel in board.panels if not panel.id],
        what=lambda panel: "the panel has no id",
        summary="have no id",
        fix="Give each panel a different id.",
    )
