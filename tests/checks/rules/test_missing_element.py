from __future__ import annotations

import pytest

from boardwright.checks.rules.missing_element import check
from checks.views import board, messages
from schema.v2.boards import Json, auto, grid, item, panel, row, rows, tab, tabs

WHAT = "the layout refers to the element 'panel-9', which the board does not have"


@pytest.mark.parametrize(
    "layout",
    [
        grid(item("panel-1"), item("panel-9")),
        auto("panel-9", "panel-1"),
        tabs(tab("A", grid(item("panel-9"), item("panel-1")))),
        tabs(tab("A", rows(row("R", auto("panel-9"))))),
    ],
)
def test_a_layout_that_names_a_missing_element_is_reported(layout: Json) -> None:
    """12.4 accepts such a board: recorded in v2-exchanges.json."""
    assert messages(check, board(elements={"panel-1": panel()}, layout=layout)) == [WHAT]


def test_a_layout_of_existing_elements_is_not_reported() -> None:
    found = board(elements={"panel-1": panel()}, layout=tabs(tab("A", grid(item("panel-1")))))
    assert messages(check, found) == []
