"""Panels are of types that Grafana only takes in another's place.

## What
`graph`, `singlestat`, `table-old`, and the pie chart and world map plugins: AngularJS panels that
Grafana 12 has no longer. One finding a board, with their number.

## Why
Each time the board is loaded Grafana makes today's panels of them. Options that those lack are
lost without a word, and what people see is not what the file says.

## Bad
```json
{
  "title": "Board",
  "panels": [{"id": 1, "type": "graph", "targets": [{"refId": "A", "expr": "up"}]}]
}
```

## Good
```json
{
  "title": "Board",
  "panels": [{"id": 1, "type": "timeseries", "targets": [{"refId": "A", "expr": "up"}]}]
}
```

## Source
[Angular support
deprecation](https://grafana.com/docs/grafana/latest/developers/angular_deprecation/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, rule
from boardwright.schema.panel_types import SUCCESSORS


@rule(id="outdated-panel-type", group="board", severity="info", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    old = [p for p in board.panels if p.type in SUCCESSORS and not p.is_repeat_clone]
    if not old:
        return
    kinds = sorted({panel.type for panel in old})
    told = ", ".join(f"{kind} (now {SUCCESSORS[kind]})" for kind in kinds)
    yield Finding(
        what=f"{len(old)} {'panel is' if len(old) == 1 else 'panels are'} of removed types: {told}",
        fix="Open the board in today's Grafana, look at those panels, and save it.",
        at=board,
        key=(*old[0].pointer, "type"),
    )
