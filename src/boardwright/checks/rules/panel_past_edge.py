"""A panel is not inside the 24 columns of a board.

## Reported cases
This rule reports a panel whose `x` and width add up to more than 24. The rule also reports a panel
whose `x` or `y` is negative, or whose width or height is 0. Panels without a position are not
reported.

## Why
When Grafana shows the board, it moves a panel that extends past the right edge to the left. If a
panel has a negative `x` or is wider than 24 columns, Grafana makes the panel as wide as the board.
If the panel then covers other panels, Grafana moves the other panels down.

## Bad
```json
{
  "title": "Board",
  "panels": [{"id": 1, "type": "stat", "gridPos": {"x": 18, "y": 0, "w": 12, "h": 8}}]
}
```

## Good
```json
{
  "title": "Board",
  "panels": [{"id": 1, "type": "stat", "gridPos": {"x": 12, "y": 0, "w": 12, "h": 8}}]
}
```

## Source
[The dashboard JSON model](https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import Finding, PanelView, rule

COLUMNS = 24
_FARTHEST = 1_000_000


@rule(id="panel-past-edge", group="board", severity="warning", looks_at=PanelView)
def check(panel: PanelView) -> Iterator[Finding]:
    grid = panel.grid
    if grid is None:
        return
    if max(map(abs, (grid.x, grid.y, grid.w, grid.h))) > _FARTHEST:
        what = (
            f"the panel is at x {grid.x}, y {grid.y}, is {grid.w} wide and {grid.h} high, and "
            "so is far outside the board"
        )
        yield Finding(what=what, fix="Give the panel a position on the board.", key="gridPos")
        return
    fix = f"Move the panel, or make it narrower: x + w can be at most {COLUMNS}."
    if grid.x < 0 or grid.y < 0:
        what = f"the panel begins at x {grid.x:g}, y {grid.y:g}, outside the board"
        yield Finding(what=what, fix="Set x and y to 0 or more.", key="gridPos")
    elif grid.x + grid.w > COLUMNS:
        what = (
            f"the panel reaches to column {grid.x + grid.w:g}, but the board has only {COLUMNS} "
            "columns"
        )
        yield Finding(what=what, fix=fix, key="gridPos")
    elif not panel.is_row and (grid.w <= 0 or grid.h <= 0):
        what = f"the panel is {grid.w:g} wide and {grid.h:g} high, so it is invisible"
        yield Finding(what=what, fix="Give the panel a width and a height.", key="gridPos")
