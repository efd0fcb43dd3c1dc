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
        caller: If a helper function declares the object, the file and line that call the helper
            function; otherwise None.
    """

    file: str
    line: int | None = None
    caller: Place | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """Return `file:line`, or only `file` if the line is not known."""
        return self.file if self.line is None else f"{self.file}:{self.line}"

    @property
    def with_caller(self) -> str:
        """The position as text, with the caller of a helper function, such as `_lib.py:5 (called at
        node.py:12)`.
        """
        return f"{self} (called at {self.caller})" if self.caller else str(self)
