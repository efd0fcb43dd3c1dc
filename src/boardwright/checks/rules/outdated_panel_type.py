"""Panels have old types that Grafana converts when it loads the board.

## Reported cases
Panels of the types `graph`, `singlestat` and `table-old`, and of the old pie chart and world map
plugins. These types use AngularJS, which Grafana 12 no longer supports. There is one problem for
each board, with the number of panels.

## Why
Grafana converts these panels each time it loads the board. Options that the new type lacks are lost
without a message, so readers see something other than the file describes.

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
        fix="Open the board in a current Grafana, check these panels, and save the board.",
        at=board,
        key=(*old[0].pointer, "type"),
    )


def _old_type(panel: PanelView) -> str:
    """Return the removed type of a panel, even if only the options of that type remain; empty if
    the type is current.
    """
    return panel.type if panel.type in SUCCESSORS else unfinished_type(panel.raw) or ""
