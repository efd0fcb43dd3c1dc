"""A panel is repeated for a variable that can have only one value.

## Reported cases
This rule reports panels and rows that are repeated for a variable (`repeat`), if the variable
allows neither multiple values nor "All". Each variable is reported once for each board. The rule
belongs to the profile `strict`, because the author may want to allow several values later.

## Why
Grafana shows only one panel, so the repeat has no effect. The author probably wanted one panel for
each value of the variable.

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
from boardwright.notation.plurals import choose_form, format_quantity
from boardwright.schema.json_object import Pointer


@rule(
    id="repeat-single-value",
    group="board",
    severity="info",
    looks_at=BoardView,
    profiles=("strict",),
)
def check(board: BoardView) -> Iterator[Finding]:
    places: dict[str, list[tuple[View, str | Pointer]]] = {}
    for name, at, key in _iter_repeats(board):
        variable = board.find_variable(name)
        if variable is not None and not variable.multi and not variable.include_all:
            places.setdefault(name, []).append((at, key))
    for name, ((at, key), *others) in places.items():
        yield Finding(
            what=_describe_repeat(name, len(others)),
            fix='Allow multiple values in the variable ("multi"), or remove the repeat.',
            at=at,
            key=key,
        )


def _iter_repeats(board: BoardView) -> Iterator[tuple[str, View, str | Pointer]]:
    """Yield the name, the view and the key of each `repeat` of a board."""
    for panel in board.panels:
        if panel.repeat and not panel.is_repeat_clone:
            yield panel.repeat, panel, "repeat"
    for row in board.classic_rows:
        yield row.repeat, board, (*row.pointer, "repeat")


def _describe_repeat(name: str, others: int) -> str:
    also = f", and so {choose_form(others, 'is', 'are')} {format_quantity(others, 'other panel')}"
    what = f"the panel is repeated for ${name}, which can have only one value at a time"
    return what + (also if others else "")
