from __future__ import annotations

import pytest

from boardwright.compiler.passes.elements import run
from boardwright.errors import DocumentError
from boardwright.schema.extension import EXTENSION
from boardwright.schema.v2.v2_board import read_v2_board
from schema.v2.boards import board, grid, item, panel, tab, tabs

from .helpers import CONTEXT


@pytest.mark.parametrize(
    "layout",
    [grid(item("p"), item("nowhere")), tabs(tab("T", grid(item("nowhere"), item("p"))))],
)
def test_a_layout_with_a_missing_element_is_refused(layout: dict[str, object]) -> None:
    """A real Grafana 12.4.3 stores this board; its interface answers "Panel with uid nowhere not
    found in the dashboard elements" and shows nothing.
    """
    found = read_v2_board(board(elements={"p": panel()}, layout=layout))
    with pytest.raises(DocumentError, match="the layout refers to the element 'nowhere'"):
        run(found, CONTEXT)


def test_elements_of_an_unknown_kind_are_kept() -> None:
    cell = {"kind": "Cell", "spec": {}}
    found = read_v2_board(board(elements={"p": panel(), "c": cell}, layout=grid(item("c"))))
    assert found[EXTENSION]["elements"].keys() == {"p", "c"}
    assert run(found, CONTEXT) is found
