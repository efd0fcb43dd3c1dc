"""Defines a file that `boardwright build` writes for a board or for rules."""

from __future__ import annotations

from dataclasses import field

from boardwright.frozen import frozen
from boardwright.schema.document import Note


@frozen
class BoardFile:
    """A file that a build writes for one board, or for the rules that one source file declares.

    Attributes:
        path: Path of the file, relative to the output folder.
        content: Content of the file.
        notes: Notes for the author of the board, for example about a file that is too large for
            `kubectl apply`.
    """

    path: str
    content: bytes = field(repr=False)
    notes: tuple[Note, ...] = ()
