"""Two panels of one board have one id.

## What
The ids of all panels, of rows, and of panels in rows. Copies that Grafana stored of a repeated
panel do not count.

## Why
A link to a panel (`viewPanel=`), an alert, and a panel that shows another's result (`-- Dashboard
--`) mean a panel by its id, and get whichever comes first. Grafana gives the other a new id when
it loads the board, and another one when panels were moved.

## Bad
```json
{"title": "Board", "panels": [{"id": 1, "type": "timeseries"}, {"id": 1, "type": "stat"}]}
```

## Good
```json
{"title": "Board", "panels": [{"id": 1, "type": "timeseries"}, {"id": 2, "type": "stat"}]}
```

## Source
[The dashboard JSON model](https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, PanelView, rule
from boardwright.checks.gathering import each_or_all


@rule(id="duplicate-panel-id", group="board", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    first: dict[int, PanelView] = {}
    twins = []
    for panel in board.panels:
        if panel.id is None or panel.is_repeat_clone:
            continue
        if first.setdefault(panel.id, panel) is not panel:
            twins.append(panel)
    yield from each_or_all(
        twins,
        what=lambda panel: f"its id {panel.id} is that of {_name(first[panel.id or 0])}, too",
        together="have an id that another panel has as well",
        fix="Give every panel an id of its own.",
        key="id",
    )


def _name(panel: PanelView) -> str:
    return f'"{panel.title}"' if panel.title else f"a {panel.type or 'library'} panel"
