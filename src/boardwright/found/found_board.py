"""Boards found on disk or on a server, as immutable values."""

from __future__ import annotations

from dataclasses import field

from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.provisioning.providers import Folder
from boardwright.schema.document import Board


@frozen
class FoundBoard:
    """A board and where it was found, or the reason why it could not be read.

    Attributes:
        name: The name of its file, key or resource, without an ending.
        origin: The file, resource or address it comes from; the same text on every machine.
        body: The board without its envelope, of either schema; None where it could not be read.
        error: Why it could not be read; None otherwise.
        folder: The title of its Grafana folder, levels separated by `/`; None where it has none
            or the source does not name it.
        folders: The uids of that folder and of those that hold it, as far as the source has them.
        levels: The folders on disk between the folder that was searched and the file. In a plain
            tree they are Grafana's folders.
        is_placed: Whether the source names the board's folder, or shows that it is in none. A file
            that was given by name and a resource without an annotation do neither.
        notes: Remarks for its owner.
    """

    name: str
    origin: str
    body: Board | None = field(default=None, repr=False)
    error: BoardwrightError | None = None
    folder: str | None = None
    folders: tuple[Folder, ...] = ()
    levels: tuple[str, ...] = ()
    is_placed: bool = True
    notes: tuple[str, ...] = ()


@frozen
class SkippedFile:
    """A file of a folder that holds no board, and why it was skipped."""

    origin: str
    why: str


@frozen
class BoardSearch:
    """The boards of some files, and the files without one."""

    boards: tuple[FoundBoard, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()

    def __add__(self, other: BoardSearch) -> BoardSearch:
        """Return the boards and skipped files of both."""
        return BoardSearch(boards=self.boards + other.boards, skipped=self.skipped + other.skipped)
