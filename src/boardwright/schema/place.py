"""The class for a position (file and line) in a file of the user."""

from __future__ import annotations

from dataclasses import field

from boardwright.frozen import frozen


@frozen
class Place:
    """A position in a file of the user.

    Attributes:
        file: Path of the file, relative to the project, with `/` between folders.
        line: Number of the line; None if it is not known.
        caller: The file and line that called the helper function, if the place is in a helper
            function.
    """

    file: str
    line: int | None = None
    caller: Place | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """Return `file:line`, or only `file` if the line is not known."""
        return self.file if self.line is None else f"{self.file}:{self.line}"

    @property
    def with_caller(self) -> str:
        """The place as `file:line`, followed by the place that called the helper function:
        `_lib.py:5 (called at node.py:12)`.
        """
        return f"{self} (called at {self.caller})" if self.caller else str(self)
