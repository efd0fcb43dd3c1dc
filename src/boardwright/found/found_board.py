"""One board that was found, or why it could not be read."""

from __future__ import annotations

from dataclasses import field

from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.schema.document import Board


@frozen
class Found:
    """A board and where it was found.

    Attributes:
        name: What its file, key or resource is called, without an ending.
        origin: Where it came from, in words that mean the same on every machine.
        body: The board out of its envelope, classic or v2; None where it could not be read.
        error: Why not; None where it could be.
        folder: Its Grafana folder's title, levels separated by `/`; None where that is not told.
        levels: The folders between the folder that was searched and the file: in a plain tree
            they are Grafana's folders.
        is_placed: Whether its source tells the folder, or that it is in none. A file that was
            given by name, or a resource without an annotation, says nothing of it.
        notes: What its owner should know.
    """

    name: str
    origin: str
    body: Board | None = field(default=None, repr=False)
    error: BoardwrightError | None = None
    folder: str | None = None
    levels: tuple[str, ...] = ()
    is_placed: bool = True
    notes: tuple[str, ...] = ()


@frozen
class Skipped:
    """A file of a folder that holds no board."""

    origin: str
    why: str


@frozen
class Finds:
    """What a search gave."""

    boards: tuple[Found, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    def __add__(self, other: Finds) -> Finds:
        """Return both."""
        return Finds(boards=self.boards + other.boards, skipped=self.skipped + other.skipped)
