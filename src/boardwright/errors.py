"""Errors in the input of a user.

    BoardwrightError
    ├── ConfigError        boardwright.toml
    ├── DeclarationError   a module, a JSON file, or a board in it
    ├── DocumentError      a board or panel that cannot be compiled
    │   └── NotABoardError JSON that is not a dashboard
    ├── PromqlError        an expression
    ├── OutputError        a folder or file that cannot be written
    ├── ServerError        a server that did not answer, or rejected a request
    └── SeveralProblemsError      more than one of these

Each has one message: what is wrong, where, and what to do next. The command line prints it and
exits with 2. Any other exception is a bug and shows its traceback.
"""

from __future__ import annotations

from collections.abc import Sequence


class BoardwrightError(Exception):
    """A problem in the input.

    Args:
        what: One sentence that names the wrong value.
        where: The place in the user's files, as text or a value whose `str` is the text (`file`,
            `file:line`, `file:line, panel "CPU"`); None if there is none.
        hint: The next step.
    """

    def __init__(self, what: str, *, where: object = None, hint: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = str(where) if where is not None else None
        self.hint = hint

    def __str__(self) -> str:
        """Return `where: what`, and the hint on its own line."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text}\n  {self.hint}" if self.hint else text


class ConfigError(BoardwrightError):
    """A wrong key or value in `boardwright.toml`."""


class DeclarationError(BoardwrightError):
    """A module or JSON file that cannot be loaded, or a wrong board or alert group in it.

    Attributes:
        trace: The user's frames of an exception that a module raised; empty otherwise.
    """

    trace: str = ""


class DocumentError(BoardwrightError):
    """A board or panel that cannot be compiled."""


class NotABoardError(DocumentError):
    """JSON that is not a dashboard.

    A verb that scans a folder skips such a file with a note; any other error in a file is reported.
    A file that the user named must hold a board.
    """


class PromqlError(BoardwrightError):
    """An expression that Prometheus would reject, or that cannot work as written."""


class OutputError(BoardwrightError):
    """A folder or file that cannot be written."""


class ServerError(BoardwrightError):
    """A server that did not answer, or rejected a request."""


class SeveralProblemsError(BoardwrightError):
    """More than one error, of boards that do not depend on each other.

    Attributes:
        errors: The errors.
    """

    def __init__(self, errors: Sequence[BoardwrightError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = tuple(errors)


def raise_any(errors: Sequence[BoardwrightError]) -> None:
    """Raise the error if there is one, and `SeveralProblemsError` if there are more."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise SeveralProblemsError(errors)
