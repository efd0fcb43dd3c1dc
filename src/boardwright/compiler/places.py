"""Finds the file and line that declare a board or panel, for error messages and remarks."""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.errors import DocumentError
from boardwright.schema.document import ORIGIN, REMARKS, Board, Origin, Place, Remark


def find_place(owner: Board, context: CompilerContext) -> Place:
    """Return the file and line that declare a board or panel.

    If the line of a panel is unknown, return the line that declares its board.
    """
    origin = owner.get(ORIGIN)
    if isinstance(origin, Origin):
        return origin.place
    return context.document.place if context.document else Place(file="<board>")


def is_argument_passed(owner: Board, argument: str) -> bool:
    """Return whether the author passed an argument to the constructor of a board or panel.

    If boardwright did not record the arguments, return True.
    """
    origin = owner.get(ORIGIN)
    return (
        not isinstance(origin, Origin)
        or origin.explicit_arguments is None
        or argument in origin.explicit_arguments
    )


def build_board_error(
    what: str, owner: Board, context: CompilerContext, *, hint: str
) -> DocumentError:
    """Return the error for a board or panel that cannot be compiled, with its file and line."""
    title = owner.get("title") if "type" in owner else None
    where = find_place(owner, context).with_caller
    return DocumentError(what, where=f'{where}, panel "{title}"' if title else where, hint=hint)


def add_remark(owner: Board, what: str, *, hint: str = "") -> Board:
    """Return the board or panel with one more remark."""
    remarks = owner.get(REMARKS, ())
    new = Remark(what=what, hint=hint) if hint else what
    return owner if new in remarks else {**owner, REMARKS: (*remarks, new)}
