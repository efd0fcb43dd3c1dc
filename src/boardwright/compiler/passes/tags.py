"""Pass `tags`: a board's own tags, those beside its declaration, the project's, and the owner's."""

from __future__ import annotations

from boardwright.compiler.context import Context
from boardwright.schema.document import Board


def run(board: Board, context: Context) -> Board:
    """Return the board with its tags, each once, in the order they were given."""
    own = [str(tag) for tag in board.get("tags") or []]
    beside = context.document.tags if context.document else ()
    owner = (context.tag,) if context.tag else ()
    tags = dict.fromkeys(tag for tag in (*own, *beside, *context.tags, *owner) if tag)
    return {**board, "tags": list(tags)}
