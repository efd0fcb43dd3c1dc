"""The file of one board for one target of `boardwright build`."""

from __future__ import annotations

from dataclasses import field

from boardwright.frozen import frozen
from boardwright.schema.document import Note


@frozen
class BoardFile:
    """The file of one board, with remarks.

    Attributes:
        path: Path of the file, relative to the output folder.
        content: Content of the file.
        notes: Remarks for the author of the board.
    """

    path: str
    content: bytes = field(repr=False)
    notes: tuple[Note, ...] = ()
