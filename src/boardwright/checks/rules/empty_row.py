"""A row has no panels.

## Reported cases
This rule reports a collapsed row that contains no panels. The rule also reports an open row that is
directly followed by another row or by the end of the board. In boards of Grafana 4 and older, it
reports a row that shows its title but has no panels. In boards of schema v2, the rule checks tabs
as well as rows. A row or tab that contains further rows is not reported. A row is not reported
either if its title announces that the row is empty, such as "Purposely empty row" or "Spacer".

## Why
An empty row takes space and suggests that panels are missing. Either somebody moved the panels to
another row, or nobody has added panels yet.

## Bad
```json
{
  "title": "Board",
  "panels": [{"id": 1, "type": "row", "title": "CPU", "collapsed": true, "panels": []}]
}
```

## Good
```json
{
  "title": "Board",
  "panels": [
    {
      "id": 1,
      "type": "row",
      "title": "CPU",
      "collapsed": false,
      "panels": [],
      "gridPos": {"x": 0, "y": 0, "w": 24, "h": 1}
    },
    {"id": 2, "type": "stat", "gridPos": {"x": 0, "y": 1, "w": 6, "h": 4}}
  ]
}
```

## Source
[Create dashboard
rows](https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/create-dashboard/)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from boardwright.checks import BoardView, Finding, PanelView, rule
from boardwright.schema.extension import name_row_kind, read_level

_FIX = "Remove the row, or add panels to it."
_ON_PURPOSE = re.compile(
    r"\b(?:deliberately|intentionally|purposely) (?:blank|empty)\b|\bspacer\b", re.IGNORECASE
)


@rule(id="empty-row", group="board", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    for row in board.classic_rows:
        if row.shows_title and not row.has_panels:
            what = f"the row {row.title!r} has no panels"
            yield Finding(what=what, fix=_FIX, at=board, key=row.pointer)
    top = [panel for panel in board.panels if _is_on_board(panel)]
    if all(panel.grid for panel in top):
        top.sort(key=_read_y)
    for panel, following in pairwise([*top, None]):
        if panel is None or not panel.is_row or panel.is_repeat_clone or panel.has_panels:
            continue
        if _ON_PURPOSE.search(panel.title):
            continue
        if following is not None and _is_inside(following, panel):
            continue
        if panel.is_collapsed or following is None or following.is_row:
            noun = name_row_kind(panel.raw)
            yield Finding(what=f"the {noun} has no panels", fix=_FIX, at=panel)


def _is_on_board(panel: PanelView) -> bool:
    return panel.row is None and panel.pointer[0] == "panels"


def _is_inside(panel: PanelView, row: PanelView) -> bool:
    """Return whether a panel is a row inside another row or tab, which only schema v2 allows."""
    return panel.is_row and read_level(panel.raw) > read_level(row.raw)


def _read_y(panel: PanelView) -> float:
    return panel.grid.y if panel.grid else 0
