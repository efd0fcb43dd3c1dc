"""Tabs are directly in a tab, or rows and tabs have more than four levels.

## Reported cases
Tabs whose layout consists of tabs, and rows or tabs on the fourth level that contain further rows
or tabs. Only boards of schema v2 have tabs, or rows in rows.

## Why
Grafana 12.4 stores such a board, but its editor, and the editor of Grafana 13, cannot create this
layout. A person who edits the board in Grafana cannot move these tabs and rows.

## Bad
```json
{
  "title": "Board",
  "elements": {},
  "layout": {
    "kind": "TabsLayout",
    "spec": {
      "tabs": [
        {
          "kind": "TabsLayoutTab",
          "spec": {
            "title": "Outer",
            "layout": {
              "kind": "TabsLayout",
              "spec": {
                "tabs": [
                  {
                    "kind": "TabsLayoutTab",
                    "spec": {
                      "title": "Inner",
                      "layout": {"kind": "GridLayout", "spec": {"items": []}}
                    }
                  }
                ]
              }
            }
          }
        }
      ]
    }
  }
}
```

## Good
```json
{
  "title": "Board",
  "elements": {},
  "layout": {
    "kind": "TabsLayout",
    "spec": {
      "tabs": [
        {
          "kind": "TabsLayoutTab",
          "spec": {"title": "Outer", "layout": {"kind": "GridLayout", "spec": {"items": []}}}
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
from boardwright.schema.board_layout import read_board_layout
from boardwright.schema.extension import is_tab, read_level
from boardwright.schema.layout_nesting import find_deep_sections


@rule(id="nested-tabs", group="board", severity="warning", looks_at=BoardView)
def check(board: BoardView) -> Iterator[Finding]:
    rows = [panel for panel in board.panels if panel.is_row]
    if not any(is_tab(row.raw) or read_level(row.raw) for row in rows):
        return
    places = {id(row.raw): row for row in rows}
    for deep in find_deep_sections(read_board_layout({**board.raw})):
        yield Finding(what=deep.what, fix=deep.fix, at=places[id(deep.header)])
