"""Reject a board of schema v2 whose layout shows an element that the board does not have.

Grafana stores such a board and cannot open it.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.compiler.context import Context
from boardwright.compiler.edit import get
from boardwright.compiler.places import refuse
from boardwright.schema.document import Board
from boardwright.schema.extension import extension
from boardwright.schema.walking import iter_panels


def run(board: Board, context: Context) -> Board:
    """Return the board, or raise DocumentError for an element that is not there."""
    known = extension(board).get("elements") or {}
    for name in _shown_names(board):
        if name not in known:
            raise refuse(
                f"the layout shows the element {name!r}, which the board does not have",
                board,
                context,
                hint="Add the element, or remove the item: Grafana cannot open such a board.",
            )
    return board


def _shown_names(board: Board) -> Iterator[str]:
    """Yield the names of the elements that items without a panel refer to."""
    for owner in (board, *iter_panels(board)):
        for _, item in extension(owner).get("items") or ():
            name = get(item, "spec", "element", "name")
            if isinstance(name, str):
                yield name
