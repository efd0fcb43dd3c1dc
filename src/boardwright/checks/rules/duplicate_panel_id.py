"""Two panels of a board have the same id.

## Reported cases
This rule reports panels of a board that have the same id. The rule also compares the ids of rows
and of the panels in rows. The copies of a repeated panel that old versions of Grafana stored are
ignored. The rule [missing-panel-id](missing-panel-id.md) reports panels with the id 0.

## Why
Links to a panel (`viewPanel=`), alerts, and panels that show another panel's result (`-- Dashboard
--`) refer to a panel by its id. If two panels have the same id, Grafana uses the first panel.
Grafana gives the second panel a new id each time it loads the board. The new id changes when
somebody moves panels.

## Bad
```json
{"title": "Board", "panels": [{"id": 1, "type": "timeseries"}, {"id": 1, "type": "stat"}]}
```

## Good
```json
{"title": "Board", "panels": [{"id": 1, "type": "timeseries"}, {"id": 2, "type": "stat"}]}
```

## Source
[The dashboard JSON
model](https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, PanelView, rule
from boardwright.checks.combined_findings import name_panel, report_panels


@rule(id="duplicate-panel-id", group="board", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    first: dict[int, PanelView] = {}
    duplicates = []
    for panel in board.panels:
        if not panel.id or panel.is_repeat_clone:
            continue  # Grafana gives a panel with the id 0 a new id.
        if first.setdefault(panel.id, panel) is not panel:
            duplicates.append(panel)
    yield from report_panels(
        duplicates,
        what=lambda panel: f"{name_panel(first[panel.id or 0])} has the same id, {panel.id}",
        summary="have the same id as another panel of the board",
        fix="Give each panel a different id.",
        key="id",
    )
