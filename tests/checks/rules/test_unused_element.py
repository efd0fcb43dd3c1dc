from __future__ import annotations

from boardwright.checks.rules.unused_element import check
from checks.views import board, messages
from schema.v2.boards import grid, item, panel, row, rows, tab, tabs


def test_an_element_that_no_layout_uses_is_reported() -> None:
    elements = {"panel-1": panel(id=1), "panel-2": panel(id=2)}
    found = board(elements=elements, layout=grid(item("panel-1")))
    assert messages(check, found) == ["no layout uses the element 'panel-2'"]


def test_elements_in_tabs_and_rows_count_as_used() -> None:
    elements = {"panel-1": panel(id=1), "panel-2": panel(id=2)}
    inner = rows(row("R", grid(item("panel-2"))))
    layout = tabs(tab("A", grid(item("panel-1"))), tab("B", inner))
    assert messages(check, board(elements=elements, layout=layout)) == []


def test_a_classic_board_is_not_reported() -> None:
    assert messages(check, board(panels=[{"id": 1, "type": "stat"}])) == []
