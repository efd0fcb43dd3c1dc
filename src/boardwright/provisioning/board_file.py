"""The file that one target makes of one board."""

from __future__ import annotations

from dataclasses import field

from boardwright.frozen import frozen
from boardwright.schema.document import Note


@frozen
class BoardFile:
    """A file of a board.

    Attributes:
        path: Relative to the output folder.
        content: What it holds.
        notes: What the board's author should know.
    """

    path: str
    content: bytes = field(repr=False)
    notes: tuple[Note, ...] = ()
