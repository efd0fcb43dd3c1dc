"""A layout of a schema v2 board names an element that the board does not have.

## Reported cases
This rule reports an item of a layout if the board's `elements` do not contain the item's
`element.name`.

## Why
Grafana 12.4 accepts the board, but shows an error instead of the panel.

## Bad
```json
{
  "title": "Board",
  "elements": {},
  "layout": {
    "kind": "AutoGridLayout",
    "spec": {"items": [{"spec": {"element": {"kind": "ElementReference", "name": "panel-1"}}}]}
  }
}
```

## Good
```json
{"title": "Board", "elements": {}, "layout": {"kind": "AutoGridLayout", "spec": {"items": []}}}
```

## Source
[Dashboard JSON schema v2](https://grafana.com/docs/grafana/latest/as-code/observability-as-code/schema-v2/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import BoardView, Finding, rule
from boardwright.checks.views.view import JsonView
from boardwright.schema.extension import iter_names_without_panel, read_elements

_FIX = "Add the element, or remove the item from the layout."


@rule(id="missing-element", group="board", severity="error", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    elements = read_elements(board.raw)
    owners: list[JsonView] = [board, *(panel for panel in board.panels if panel.is_row)]
    for owner in owners:
        for name in iter_names_without_panel(owner.raw):
            if name not in elements:
                what = f"the layout refers to the element {name!r}, which the board does not have"
                yield Finding(what=what, fix=_FIX, at=owner)
