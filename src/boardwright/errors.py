"""Errors that a user can correct.

    BoardwrightError
    ├── ConfigError        boardwright.toml
    ├── DeclarationError   a module, a JSON file, or a board in it
    │   └── UnknownBoardError  a uid that no board of the project has
    ├── DocumentError      a board or panel that cannot be compiled
    │   └── NotABoardError JSON that is not a dashboard
    ├── PromqlError        an expression
    ├── OutputError        a folder or file that cannot be written
    ├── ServerError        a server that did not answer, or rejected a request
    └── SeveralProblemsError      several of these errors

The message of an error contains what is wrong, where, and what the user can do next. The command
line prints the message and exits with code 2. Any other exception is a bug of boardwright, so
Python prints its traceback.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict


class ErrorJson(TypedDict):
    """An error as JSON data."""

    what: str
    where: str | None
    hint: str | None


class BoardwrightError(Exception):
    """Base class of all errors that a user can correct.

    Args:
        what: The message, including the invalid value, but without position and hint.
        where: The position in the user's files, such as `file:line` or `file:line, panel "CPU"`. It
            can be a string or a value that `str` converts to this string. None if no position is
            known.
        hint: The next step for the user; None if boardwright has no suggestion.
    """

    def __init__(self, what: str, *, where: object = None, hint: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = str(where) if where is not None else None
        self.hint = hint

    def __str__(self) -> str:
        """Return `where: what`, and the hint on the next line."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text}\n  {self.hint}" if self.hint else text

    def to_json(self) -> ErrorJson:
        """Return the error as JSON data."""
        return {"what": self.what, "where": self.where, "hint": self.hint}


class ConfigError(BoardwrightError):
    """A key or value in `boardwright.toml` or on the command line is wrong."""


class DeclarationError(BoardwrightError):
    """A file that declares boards, alerts or rules cannot be loaded, or one of its declarations is
    wrong.

    Attributes:
        trace: Traceback of an exception in the user's module, without frames of boardwright; empty
            if there was no exception.
    """

    trace: str = ""


class UnknownBoardError(DeclarationError, KeyError):
    """No board of the project has this uid."""


class DocumentError(BoardwrightError):
    """A board or panel cannot be compiled to the JSON that Grafana stores."""


class NotABoardError(DocumentError):
    """The JSON is not a dashboard.

    If a command found the file in a directory, the command skips the file and prints a note. If the
    user named the file on the command line, the command reports this error.
    """


class PromqlError(BoardwrightError):
    """A PromQL expression is invalid, or cannot return the intended result."""


class OutputError(BoardwrightError):
    """A folder or file cannot be written."""


class ServerError(BoardwrightError):
    """A server did not answer, or refused a request."""


class SeveralProblemsError(BoardwrightError):
    """Several independent errors, such as errors in different boards.

    Attributes:
        errors: All errors.
    """

    def __init__(self, errors: Sequence[BoardwrightError]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = tuple(errors)


def raise_any(errors: Sequence[BoardwrightError]) -> None:
    """Raise the error in a list with one error, or a `SeveralProblemsError` for several errors.
    Return if the list is empty.
    """
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise SeveralProblemsError(errors)
