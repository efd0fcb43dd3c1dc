"""Reject a board of schema v2 if its layout refers to an element that is missing.

Grafana stores a board with a missing element but cannot open it.
"""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.places import build_board_error
from boardwright.schema.board_traversal import iter_panels
from boardwright.schema.document import Board
from boardwright.schema.extension import iter_names_without_panel, read_extension


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board unchanged, or raise DocumentError for a missing element."""
    known = read_extension(board).get("elements") or {}
    for owner in (board, *iter_panels(board)):
        for name in iter_names_without_panel(owner):
            if name not in known:
                raise build_board_error(
                    f"the layout refers to the element {name!r}, which is missing in `elements`",
                    board,
                    context,
                    hint="Add the element, or remove the item from the layout. Grafana cannot "
                    "open a board with a missing element.",
                )
    return board
