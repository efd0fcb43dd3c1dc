"""A tab directly contains tabs, or rows and tabs are nested more than four levels deep.

## Reported cases
This rule reports a tab whose layout consists of tabs. The rule also reports a row or tab on the
fourth level that contains further rows or tabs. Only boards of schema v2 can have tabs, or rows
inside rows.

## Why
Grafana 12.4 stores such a layout, but the editors of Grafana 12.4 and 13 cannot create it. People
who edit the board in Grafana cannot move these tabs and rows.

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
