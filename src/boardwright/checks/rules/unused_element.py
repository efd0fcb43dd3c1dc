"""An element of a board of schema v2 is in no layout.

## Reported cases
Elements (panels and library panels) that no row, tab or grid of the board refers to.

## Why
Nobody sees the panel, and Grafana still stores it. Grafana's editor removes the element when it
deletes a panel, so that the layout or the element was edited by hand.

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
from boardwright.schema.extension import extension


@rule(id="unused-element", group="board", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    elements = extension(board.raw).get("elements")
    for name in elements if isinstance(elements, dict) else ():
        yield Finding(
            what=f"no layout uses the element {name!r}",
            fix="Remove the element, or refer to it in the layout.",
            at=board,
            key=("elements", name),
        )
