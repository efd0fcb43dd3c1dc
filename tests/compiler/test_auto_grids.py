from __future__ import annotations

from boardwright.compiler.passes.auto_grids import run
from boardwright.schema.extension import EXTENSION, read_auto_grid

from .helpers import CONTEXT, board

GRID = {"kind": "AutoGridLayout", "spec": {"maxColumnCount": 2}}


def panel(title: str) -> dict[str, object]:
    return {"type": "stat", "title": title, EXTENSION: {"autoGrid": GRID}}


def test_the_grid_settings_move_to_the_row_of_the_panels() -> None:
    open_row = {"type": "row", "title": "Open"}
    closed = {"type": "row", "title": "Closed", "collapsed": True, "panels": [panel("B")]}
    found = run(board(open_row, panel("A"), closed), CONTEXT)
    first, plain, second = found["panels"]
    assert plain == {"type": "stat", "title": "A"}
    assert second["panels"] == [{"type": "stat", "title": "B"}]
    assert read_auto_grid(first) == read_auto_grid(second) == {"maxColumnCount": 2}
    assert read_auto_grid(found) is None


def test_the_grid_settings_of_a_board_without_rows_move_to_the_board() -> None:
    found = run(board(panel("A"), panel("B")), CONTEXT)
    assert read_auto_grid(found) == {"maxColumnCount": 2}
    assert EXTENSION not in found["panels"][0]


def test_a_board_without_parts_of_v2_is_not_copied() -> None:
    plain = board({"type": "stat"})
    assert run(plain, CONTEXT) is plain
