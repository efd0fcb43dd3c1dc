"""Panels have types that Grafana replaces when it loads the board.

## Reported cases
`graph`, `singlestat`, `table-old`, and the pie chart and world map plugins: AngularJS panels that
Grafana 12 no longer has. One problem a board, with the number of panels.

## Why
Grafana converts these panels each time it loads the board. Options without a successor are lost
silently, and the reader sees something else than the file states.

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

from boardwright.checks import BoardView, Finding, PanelView, rule
from boardwright.notation.plurals import agree, quantity
from boardwright.schema.panel_types import SUCCESSORS, unfinished_type


@rule(id="outdated-panel-type", group="board", severity="info", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    old = [p for p in board.panels if _old_type(p) and not p.is_repeat_clone]
    if not old:
        return
    kinds = sorted({_old_type(panel) for panel in old})
    listed = ", ".join(f"{kind} (now {SUCCESSORS[kind]})" for kind in kinds)
    yield Finding(
        what=f"{quantity(len(old), 'panel')} {agree(len(old), 'has', 'have')}"
        f" {agree(len(kinds), 'a removed type', 'removed types')}: {listed}",
        fix="Open the board in a current Grafana, check these panels, and save it.",
        at=board,
        key=(*old[0].pointer, "type"),
    )


def _old_type(panel: PanelView) -> str:
    """Return the removed type of a panel, also where only its options are left; else nothing."""
    return panel.type if panel.type in SUCCESSORS else unfinished_type(panel.raw) or ""
