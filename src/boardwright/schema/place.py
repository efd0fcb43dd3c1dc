"""A place in a user's file."""

from __future__ import annotations

from dataclasses import field

from boardwright.frozen import frozen


@frozen
class Place:
    """A place in a user's file.

    Attributes:
        file: The file, relative to the project, with `/`.
        line: The line, None when it is not known.
        caller: The line of the declaring module that called a helper, which is the place.
    """

    file: str
    line: int | None = None
    caller: Place | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """Return `file:line`, or `file` when the line is not known."""
        return self.file if self.line is None else f"{self.file}:{self.line}"

    @property
    def with_caller(self) -> str:
        """The place, and the line that called the helper: `_lib.py:5 (called at node.py:12)`."""
        return f"{self} (called at {self.caller})" if self.caller else str(self)
