"""Which places, sizes and numbers of panels need not be said: those that compiling gives anyway."""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.compiler.context import Context
from boardwright.compiler.edit import Json, without
from boardwright.compiler.normal.filled_defaults import close_gaps
from boardwright.compiler.passes import ids, layout
from boardwright.schema.document import Board
from boardwright.schema.grid import PANEL_SIZE, PANEL_SIZES
from boardwright.schema.walking import iter_panels, map_panels, map_targets
from boardwright.source.stored import with_legend
from boardwright.source.tree import Call, Node, Value

ROUNDS = 6
"""How often panels that would move are given their places before all are."""


def places(board: Board) -> list[Node | None]:
    """Return what to say of each panel's place, in the board's order.

    Args:
        board: A compiled board.
    """
    board = close_gaps(board)
    panels = list(iter_panels(board))
    said = [bool(panel.get("repeat")) and panel.get("type") != "row" for panel in panels]
    for _ in range(ROUNDS):
        found = [panel["gridPos"] for panel in iter_panels(_laid_out(board, said))]
        moved = [new != panel["gridPos"] for new, panel in zip(found, panels, strict=True)]
        if not any(moved):
            break
        said = [old or new for old, new in zip(said, moved, strict=True)]
    else:
        said = [True] * len(panels)
    return [_place(panel, whole=whole) for panel, whole in zip(panels, said, strict=True)]


def _laid_out(board: Board, said: list[bool]) -> Board:
    whole = iter(said)
    return layout.run({"panels": list(_stubs(board["panels"], whole))}, Context())


def _stubs(panels: list[Board], said: Iterator[bool]) -> Iterator[Board]:
    for panel in panels:
        stub = {"type": panel.get("type"), "gridPos": _sides(panel, whole=next(said))}
        inner = list(_stubs(panel.get("panels") or [], said))
        yield {**stub, "panels": inner} if inner else stub


def _sides(panel: Board, *, whole: bool) -> Json:
    position: Json = panel["gridPos"]
    if whole:
        return position
    usual = PANEL_SIZES.get(str(panel.get("type")), PANEL_SIZE)
    return {} if (position["w"], position["h"]) == usual else without(position, "x", "y")


def _place(panel: Board, *, whole: bool) -> Node | None:
    sides = _sides(panel, whole=whole)
    if not sides:
        return None
    return Call("GridPos", keywords=tuple((side, Value(sides.get(side))) for side in "hwxy"))


def numbers(board: Board) -> list[int | None]:
    """Return the id to give to each panel, in the board's order; None where it gets it anyway.

    Args:
        board: A compiled board.
    """
    own = [panel["id"] for panel in iter_panels(board)]
    said = [one != other for one, other in zip(own, _made(board, set()), strict=True)]
    given = {number for number, each in zip(own, said, strict=True) if each}
    if _made(board, given) != own:
        return [*own]
    return [number if each else None for number, each in zip(own, said, strict=True)]


def _made(board: Board, given: set[int]) -> list[int]:
    """Return the ids that the panels get when only some of them are given."""

    def changed(panel: Board) -> Board:
        kept = panel if panel["id"] in given else without(panel, "id")
        return map_targets(kept, with_legend)

    return [panel["id"] for panel in iter_panels(ids.run(map_panels(board, changed), Context()))]
