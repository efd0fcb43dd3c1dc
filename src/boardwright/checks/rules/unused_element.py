"""No layout of a schema v2 board uses one of its elements.

## Reported cases
This rule reports elements (panels and library panels) to which no row, tab or grid of the board
refers.

## Why
Grafana stores the panel, but nobody sees it. When somebody deletes a panel in Grafana's editor,
Grafana also removes its element. An unused element therefore shows that somebody edited the layout
or the elements by hand.

## Bad
```json
{
  "title": "Board",
  "elements": {
    "panel-1": {"kind": "Panel", "spec": {"id": 1, "title": "CPU", "vizConfig": {"group": "text"}}}
  },
  "layout": {"kind": "GridLayout", "spec": {"items": []}}
}
```

## Good
```json
{
  "title": "Board",
  "elements": {
    "panel-1": {"kind": "Panel", "spec": {"id": 1, "title": "CPU", "vizConfig": {"group": "text"}}}
  },
  "layout": {
    "kind": "GridLayout",
    "spec": {
      "items": [
        {
          "kind": "GridLayoutItem",
          "spec": {
            "x": 0,
            "y": 0,
            "width": 24,
            "height": 8,
            "element": {"kind": "ElementReference", "name": "panel-1"}
          }
        }
      ]
    }
  }
}
```

## Source
[Dashboard JSON schema v2](https://grafana.com/docs/grafana/latest/as-code/observability-as-code/schema-v2/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, rule
from boardwright.schema.extension import read_elements


@rule(id="unused-element", group="board", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    for name in read_elements(board.raw):
        yield Finding(
            what=f"no layout uses the element {name!r}",
            fix="Remove the element, or refer to the element in the layout.",
            at=board,
            key=("elements", name),
        )
