"""A board contains stored copies of a repeated panel.

## Reported cases
This rule reports panels with the key `repeatPanelId`, which old versions of Grafana stored by
mistake. One problem reports all stored copies of a board. Other rules ignore these panels.

## Why
Grafana creates the copies of a repeated panel each time it shows the board. Stored copies make the
file many times larger, and they do not change when somebody changes the original panel.

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
from boardwright.notation.plurals import choose_form, format_quantity


@rule(id="stored-repeat-clones", group="board", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    copies = [panel for panel in board.panels if panel.is_repeat_clone]
    if copies:
        yield Finding(
            what=f"{len(copies)} of {format_quantity(len(board.panels), 'panel')} "
            f"{choose_form(len(copies), 'is a stored copy', 'are stored copies')} of repeated "
            "panels",
            fix="Remove the panels with a repeatPanelId.",
            at=board,
            key=(*copies[0].pointer, "repeatPanelId"),
        )
