"""Require a title for the board, and remove spaces before and after the title."""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.places import add_remark, build_board_error
from boardwright.notation.plurals import format_quantity
from boardwright.schema.document import Board

MOST_BYTES = 5000
"""The longest title that Grafana accepts, in bytes of UTF-8.

We tested the limit: a real Grafana refused a title of 5001 bytes.
"""

MOST_CHARACTERS = 189
"""The longest title that Grafana can store in MySQL or PostgreSQL, in characters."""


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with its title, or raise DocumentError if the board has no title."""
    title = str(board.get("title") or "").strip()
    if not title:
        raise build_board_error(
            "the board has no title",
            board,
            context,
            hint="Give the board a title, because Grafana requires one.",
        )
    size = len(title.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        hint = f"Shorten the title: Grafana accepts at most {MOST_BYTES} bytes."
        raise build_board_error(f"the board's title has {size} bytes", board, context, hint=hint)
    if len(title) > MOST_CHARACTERS:
        length = format_quantity(len(title), "character")
        what = (
            f"the board's title has {length}, but a Grafana with MySQL or PostgreSQL stores "
            f"only {MOST_CHARACTERS}"
        )
        board = add_remark(board, what)
    return board if board["title"] == title else {**board, "title": title}
