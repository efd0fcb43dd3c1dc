from __future__ import annotations

from typing import Any

from boardwright.checks.rules.nested_tabs import check
from checks.views import board, messages
from schema.v2.boards import grid, row, rows, tab, tabs


def found_in(layout: dict[str, Any]) -> list[str]:
    return messages(check, board(elements={}, layout=layout))


def test_tabs_directly_inside_a_tab_are_reported() -> None:
    inner = tabs(tab("Middle", tabs(tab("Inner", grid()))))
    assert found_in(tabs(tab("Outer", inner))) == [
        'the tab "Outer" directly contains tabs, which the editor of Grafana does not allow',
        'the tab "Middle" directly contains tabs, which the editor of Grafana does not allow',
    ]


def test_tabs_in_a_row_of_a_tab_are_not_reported() -> None:
    assert found_in(tabs(tab("Outer", rows(row("R", tabs(tab("Inner", grid()))))))) == []


def test_a_fifth_level_of_rows_is_reported() -> None:
    """Grafana's editor allows four levels: the rows A, B, C and D."""
    four = rows(row("A", rows(row("B", rows(row("C", rows(row("D", grid()))))))))
    assert found_in(four) == []
    assert found_in(rows(row("Top", four))) == [
        'the row or tab "C" is on level 4 and contains rows or tabs'
    ]


def test_a_classic_board_is_not_reported() -> None:
    panels = [{"id": 1, "type": "row", "title": "R"}, {"id": 2, "type": "stat"}]
    assert messages(check, board(panels=panels)) == []
