"""The file of one board for one target."""

from __future__ import annotations

from dataclasses import field

from boardwright.frozen import frozen
from boardwright.schema.document import Note


@frozen
class BoardFile:
    """The file of a board.

    Attributes:
        path: Relative to the output folder.
        content: The bytes of the file.
        notes: Remarks for the author of the board.
    """

    path: str
    content: bytes = field(repr=False)
    notes: tuple[Note, ...] = ()
