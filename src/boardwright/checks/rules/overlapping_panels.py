"""Panels of a board overlap.

## Reported cases
This rule reports panels whose stored positions overlap, if Grafana shows the panels at the same
time. Grafana always shows the panels outside collapsed rows. Grafana shows the panels of a
collapsed row when a user opens the row. Gaps between panels are not reported, because Grafana
closes gaps. Panels without a position, and stored copies of a repeated panel, are ignored.

## Why
Grafana moves one of the two panels down, together with all panels below it. The board then looks
different from its file. If somebody saves the board, the positions of many panels change.

## Bad
```json
{
  "title": "Board",
  "panels": [
    {"id": 1, "type": "stat", "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8}},
    {"id": 2, "type": "stat", "gridPos": {"x": 6, "y": 4, "w": 12, "h": 8}}
  ]
}
```

## Good
```json
{
  "title": "Board",
  "panels": [
    {"id": 1, "type": "stat", "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8}},
    {"id": 2, "type": "stat", "gridPos": {"x": 12, "y": 0, "w": 12, "h": 8}}
  ]
}
```

## Source
[The dashboard JSON model](https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from boardwright.checks import BoardView, Finding, PanelView, rule
from boardwright.checks.combined_findings import name_panel, report_panels
from boardwright.checks.fixes.overlap_fixes import is_plausible
from boardwright.schema.panel import GridPosition


@rule(id="overlapping-panels", group="board", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    groups: dict[int, list[tuple[PanelView, GridPosition]]] = defaultdict(list)
    for panel in board.panels:
        grid = panel.grid
        if grid and is_plausible(grid) and not panel.is_repeat_clone:
            groups[id(panel.row)].append((panel, grid))
    overlapped = {
        id(over): other for group in groups.values() for over, other in _iter_overlaps(group)
    }
    yield from report_panels(
        [panel for panel in board.panels if id(panel) in overlapped],
        what=lambda panel: f"the panel overlaps {name_panel(overlapped[id(panel)])}",
        summary="overlap other panels",
        fix="Move the panel to a free place.",
        key="gridPos",
    )


def _iter_overlaps(
    group: Sequence[tuple[PanelView, GridPosition]],
) -> Iterator[tuple[PanelView, PanelView]]:
    """Yield each panel that overlaps an earlier panel, with the first panel that it overlaps."""
    ordered = sorted(group, key=lambda item: item[1].y)
    open_panels: list[tuple[PanelView, GridPosition]] = []
    for panel, grid in ordered:
        open_panels = [item for item in open_panels if item[1].y + item[1].h > grid.y]
        for other, place in open_panels:
            if place.x < grid.x + grid.w and grid.x < place.x + place.w:
                yield panel, other
                break
        open_panels.append((panel, grid))
