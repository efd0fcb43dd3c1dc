"""Finds the positions, sizes and ids of panels that a generated module must state.

The module does not state the other positions, sizes and ids, because the compiler computes the same
values.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys
from boardwright.compiler.normal.filled_defaults import close_gaps
from boardwright.compiler.passes import ids, layout
from boardwright.schema.board_traversal import iter_panels, map_panels, map_targets
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.grid import PANEL_SIZE, PANEL_SIZES
from boardwright.schema.sections import is_row
from boardwright.source.explicit_board import with_legend
from boardwright.source.syntax_tree import ClassCall, Entries, Node, Value

ROUNDS = 6
"""The module states the positions of only those panels that the compiler would place elsewhere.
After this number of failed attempts, the module states all positions.
"""


def find_written_positions(board: Board) -> list[Node | None]:
    """Return the position to write for each panel, in the board's order; None for a panel whose
    position need not be written.

    Args:
        board: A compiled board.
    """
    board = close_gaps(board)
    panels = list(iter_panels(board))
    fixed = [bool(panel.get("repeat")) and not is_row(panel) for panel in panels]
    for _ in range(ROUNDS):
        positions = [panel["gridPos"] for panel in iter_panels(_lay_out(board, fixed))]
        moved = [new != panel["gridPos"] for new, panel in zip(positions, panels, strict=True)]
        if not any(moved):
            break
        fixed = [old or new for old, new in zip(fixed, moved, strict=True)]
    else:
        fixed = [True] * len(panels)
    pairs = zip(panels, fixed, strict=True)
    return [_build_position(panel, is_fixed=is_fixed) for panel, is_fixed in pairs]


def _lay_out(board: Board, fixed: list[bool]) -> Board:
    return layout.run(
        {"panels": list(_iter_stubs(board["panels"], iter(fixed)))}, CompilerContext()
    )


def _iter_stubs(panels: list[PanelJson], fixed: Iterator[bool]) -> Iterator[PanelJson]:
    for panel in panels:
        sides = _choose_sides(panel, is_fixed=next(fixed))
        inner = list(_iter_stubs(panel.get("panels") or [], fixed))
        stub = {"type": panel.get("type"), "gridPos": sides}
        yield {**stub, "panels": inner} if inner else stub


def _choose_sides(panel: PanelJson, *, is_fixed: bool) -> Json:
    """Return the values of `gridPos` to write: all four, only `w` and `h`, or no values."""
    position: Json = panel["gridPos"]
    if is_fixed:
        return position
    usual = PANEL_SIZES.get(str(panel.get("type")), PANEL_SIZE)
    return {} if (position["w"], position["h"]) == usual else drop_keys(position, "x", "y")


def _build_position(panel: PanelJson, *, is_fixed: bool) -> Node | None:
    sides = _choose_sides(panel, is_fixed=is_fixed)
    given = tuple((side, Value(sides[side])) for side in "whxy" if side in sides)
    if len(given) == len("whxy"):
        return ClassCall("GridPos", keywords=given)
    return Entries(given) if given else None


def find_written_ids(board: Board) -> list[int | None]:
    """Return the id to write for each panel, in the board's order; None if the compiler computes
    the same id.

    Args:
        board: A compiled board.
    """
    own = [panel["id"] for panel in iter_panels(board)]
    written = [one != other for one, other in zip(own, _compile_ids(board, set()), strict=True)]
    kept_numbers = {number for number, each in zip(own, written, strict=True) if each}
    if _compile_ids(board, kept_numbers) != own:
        return [*own]
    return [number if each else None for number, each in zip(own, written, strict=True)]


def _compile_ids(board: Board, kept_numbers: set[int]) -> list[int]:
    """Return the ids that the panels get if only the ids in `kept_numbers` are written."""

    def prepare_panel(panel: PanelJson) -> Board:
        panel = panel if panel["id"] in kept_numbers else drop_keys(panel, "id")
        return map_targets(panel, with_legend)

    return [
        panel["id"]
        for panel in iter_panels(ids.run(map_panels(board, prepare_panel), CompilerContext()))
    ]
