"""A board holds the copies that Grafana made of a repeated panel.

## What
Panels with `repeatPanelId`, which Grafana wrote into the file by mistake. One finding a board, with
their number. No other rule looks at the copies.

## Why
They are made anew each time the board is shown, from the one that is repeated. Stored, they make
the file many times larger, and a change of the original leaves them as they were.

## Bad
```json
{
  "title": "Board",
  "panels": [
    {"id": 1, "type": "stat", "repeat": "host"},
    {"id": 2, "type": "stat", "repeatPanelId": 1}
  ]
}
```

## Good
```json
{"title": "Board", "panels": [{"id": 1, "type": "stat", "repeat": "host"}]}
```

## Source
[The dashboard JSON model](https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, rule


@rule(id="stored-repeat-clones", group="board", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    copies = [panel for panel in board.panels if panel.is_repeat_clone]
    if copies:
        yield Finding(
            what=f"{len(copies)} of its {len(board.panels)} panels are stored copies of repeated"
            " panels",
            fix="Remove the panels that have a repeatPanelId.",
            at=board,
            key=(*copies[0].pointer, "repeatPanelId"),
        )
