"""A panel is repeated for a variable that can have only one value.

## Reported cases
`repeat` of panels and rows for a variable that allows neither multiple values nor "All".

## Why
Grafana shows only one panel, so the repeat has no effect. The author probably wanted one panel for
each value.

## Bad
```json
{
  "title": "Board",
  "templating": {
    "list": [
      {"name": "host", "type": "query", "query": "label_values(up, instance)"}
    ]
  },
  "panels": [{"id": 1, "type": "stat", "repeat": "host"}]
}
```

## Good
```json
{
  "title": "Board",
  "templating": {
    "list": [
      {"name": "host", "type": "query", "query": "label_values(up, instance)", "multi": true}
    ]
  },
  "panels": [{"id": 1, "type": "stat", "repeat": "host"}]
}
```

## Source
[Configure repeating
panels](https://grafana.com/docs/grafana/latest/panels-visualizations/configure-panel-options/#configure-repeating-panels)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, rule
from boardwright.checks.views.view import View
from boardwright.schema.json_object import Pointer


@rule(id="repeat-single-value", group="board", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    for panel in board.panels:
        if not panel.is_repeat_clone and _has_one_value(board, panel.repeat):
            yield _finding(panel.repeat, panel, "repeat")
    for index, _ in board.items("rows"):
        name = board.text("rows", index, "repeat")
        if _has_one_value(board, name):
            yield _finding(name, board, ("rows", index, "repeat"))


def _has_one_value(board: BoardView, name: str) -> bool:
    variable = board.variable(name) if name else None
    return variable is not None and not variable.multi and not variable.include_all


def _finding(name: str, at: View, key: str | Pointer) -> Finding:
    return Finding(
        what=f"the panel is repeated for ${name}, which can have only one value at a time",
        fix='Allow multiple values in the variable ("multi"), or remove the repeat.',
        at=at,
        key=key,
    )
