"""Write the tags of the board.

These are the board's own tags, the tags of its declaration, the tags of the project, and the tag of
the owner: each once, in this order.
"""

from __future__ import annotations

from boardwright.compiler.context import Context
from boardwright.schema.document import Board


def run(board: Board, context: Context) -> Board:
    """Return the board with its tags, each once, in the order they were given."""
    own = [str(tag) for tag in board.get("tags") or []]
    declared = context.document.tags if context.document else ()
    owner = (context.tag,) if context.tag else ()
    tags = dict.fromkeys(tag for tag in (*own, *declared, *context.tags, *owner) if tag)
    return {**board, "tags": list(tags)}
