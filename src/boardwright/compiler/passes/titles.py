"""Require a title, and remove spaces around it."""

from __future__ import annotations

from boardwright.compiler.context import Context
from boardwright.compiler.places import refuse, remark
from boardwright.notation.plurals import quantity
from boardwright.schema.document import Board

LONGEST = 5000
"""The longest title that Grafana takes, in bytes of UTF-8: observed, 5001 are refused."""

COLUMN = 189
"""Characters that the title's column holds in MySQL and PostgreSQL; SQLite holds any."""


def run(board: Board, context: Context) -> Board:
    """Return the board with its title, or raise DocumentError when it has none."""
    title = str(board.get("title") or "").strip()
    if not title:
        raise refuse(
            "the board has no title",
            board,
            context,
            hint="Grafana requires a title.",
        )
    size = len(title.encode("utf-8", "surrogatepass"))
    if size > LONGEST:
        hint = f"Grafana takes {LONGEST} bytes at most: shorten it."
        raise refuse(f"the board's title has {size} bytes", board, context, hint=hint)
    if len(title) > COLUMN:
        length = quantity(len(title), "character")
        what = f"its title has {length}; MySQL and PostgreSQL store {COLUMN}"
        board = remark(board, what)
    return board if board["title"] == title else {**board, "title": title}
