"""Panels have old types that Grafana converts when it loads the board.

## Reported cases
This rule reports panels of the types `graph`, `singlestat` and `table-old`, and panels of the old
pie chart and world map plugins. These panel types use AngularJS, which Grafana 12 no longer
supports. One problem reports all such panels of a board.

Grafana's API converts some panels only in part, and adds the key `autoMigrateFrom` to them. Only
the profile `strict` reports these panels, because their type is current.

## Why
Grafana converts the panels each time it loads the board. Grafana drops options that the new panel
type lacks, without a message. The panel therefore looks different from the description in its file.

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
Grafana's page [Angular support
deprecation](https://grafana.com/docs/grafana/latest/developers/angular_deprecation/) lists the
affected panels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from boardwright.checks import BoardView, Finding, PanelView, rule
from boardwright.notation.plurals import choose_form, format_quantity
from boardwright.schema.panel_types import SUCCESSORS, find_unfinished_type


@rule(id="outdated-panel-type", group="board", severity="info", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    panels = [panel for panel in board.panels if not panel.is_repeat_clone]
    old = [(panel, panel.type) for panel in panels if panel.type in SUCCESSORS]
    if old:
        removed = choose_form(len({kind for _, kind in old}), "a removed type", "removed types")
        yield _build_finding(board, old, f"{choose_form(len(old), 'has', 'have')} {removed}")
    kinds = [(panel, find_unfinished_type(panel.raw)) for panel in panels]
    unfinished = [(panel, kind) for panel, kind in kinds if kind and panel.type not in SUCCESSORS]
    if unfinished:
        how = (
            f"{choose_form(len(unfinished), 'is', 'are')} only partly converted from a removed type"
        )
        yield replace(_build_finding(board, unfinished, how), certain=False)


def _build_finding(
    board: BoardView, panels: Sequence[tuple[PanelView, str]], state: str
) -> Finding:
    kinds = sorted({kind for _, kind in panels})
    types = ", ".join(f"{kind} (now {SUCCESSORS[kind]})" for kind in kinds)
    return Finding(
        what=f"{format_quantity(len(panels), 'panel')} {state}: {types}",
        fix="Open the board in a current Grafana, check these panels, and save the board.",
        at=board,
        key=(*panels[0][0].pointer, "type"),
    )
