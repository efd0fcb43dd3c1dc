"""Defines the file of one board for one output target of `boardwright build`."""

from __future__ import annotations

from dataclasses import field

from boardwright.frozen import frozen
from boardwright.schema.document import Note


@frozen
class BoardFile:
    """The file that a build writes for one board, or for the rules of one declaring file, with
    notes about the board.

    Attributes:
        path: Path of the file, relative to the output folder.
        content: Content of the file.
        notes: Notes for the author of the board, such as that a file is too large for `kubectl
            apply`.
    """

    path: str
    content: bytes = field(repr=False)
    notes: tuple[Note, ...] = ()
