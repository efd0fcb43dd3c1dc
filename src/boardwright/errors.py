"""Everything that can be wrong with what a user gave us.

    BoardwrightError
    ├── ConfigError        boardwright.toml
    ├── DeclarationError   a module, a JSON file, or what it declares
    ├── DocumentError      a board or panel that cannot be compiled
    │   └── NotABoardError JSON that is not a dashboard
    ├── PromqlError        an expression
    ├── OutputError        a folder or file that cannot be written
    └── ServerError        a server that did not answer, or refused

Each carries one message: what is wrong, where, and what to do next. The command line shows
exactly these and exits with 2; any other exception is a bug of ours and keeps its trace.
"""

from __future__ import annotations


class BoardwrightError(Exception):
    """A problem in the input, told once.

    Args:
        what: One sentence, naming the value at fault.
        where: What prints as the place in the user's files (`file`, `file:line`, `file:line, panel
            "CPU"`), or None when there is none.
        hint: What to do next.
    """

    def __init__(self, what: str, *, where: object = None, hint: str | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.where = str(where) if where is not None else None
        self.hint = hint

    def __str__(self) -> str:
        """Return `where: what`, and the hint on a line of its own."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text}\n  {self.hint}" if self.hint else text


class ConfigError(BoardwrightError):
    """Something in `boardwright.toml`."""


class DeclarationError(BoardwrightError):
    """A module or JSON file that cannot be loaded, or what it declares.

    Attributes:
        trace: The user's own frames of an exception that a module raised; empty otherwise.
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
    """An expression that Prometheus would refuse, or that cannot mean what it says."""


class OutputError(BoardwrightError):
    """A folder or file that cannot be written."""


class ServerError(BoardwrightError):
    """A server that did not answer, or refused what it was asked."""
