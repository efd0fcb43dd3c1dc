"""Collect the tags of the board.

The board gets the tags in its JSON, then the tags in the variable `tags` of its Python module, then
the tags of the project. The last tag is the tag that identifies the project. The pass removes
duplicates.
"""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.schema.document import Board


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with all of its tags, without duplicates."""
    own = [str(tag) for tag in board.get("tags") or []]
    declared = context.document.tags if context.document else ()
    owner = (context.tag,) if context.tag else ()
    tags = dict.fromkeys(tag for tag in (*own, *declared, *context.tags, *owner) if tag)
    return {**board, "tags": list(tags)}
