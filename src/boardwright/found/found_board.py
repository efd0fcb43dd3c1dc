"""The results of a search for boards in files or in a Grafana."""

from __future__ import annotations

from dataclasses import field

from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.provisioning.providers import BoardFolder
from boardwright.schema.document import Board


@frozen
class FoundBoard:
    """A board in a file or in Grafana, or the error that occurred when the board was read.

    Attributes:
        name: Name of the file, key or resource that contains the board, without a suffix.
        origin: Relative path of the file, name of the Kubernetes resource, or URL that contains the
            board.
        body: JSON of the board, in the classic schema or schema v2; None if the board could not be
            read.
        error: The error that occurred when the board was read; None if the board could be read.
        folder: Titles of the Grafana folder and its parents, joined by `/`; None if the file or
            resource contains no folder.
        folders: The known titles and uids of the Grafana folder and its parents.
        levels: Names of the directories between the searched folder and the file.
        is_placed: Whether the Grafana folder of the board is known. For example, the folder is
            unknown if the user named a file that contains no folder.
        notes: Notes about the board for the user.
    """

    name: str
    origin: str
    body: Board | None = field(default=None, repr=False)
    error: BoardwrightError | None = None
    folder: str | None = None
    folders: tuple[BoardFolder, ...] = ()
    levels: tuple[str, ...] = ()
    is_placed: bool = True
    notes: tuple[str, ...] = ()


@frozen
class SkippedFile:
    """A file that a search skipped, and the reason."""

    origin: str
    why: str


@frozen
class BoardSearch:
    """The boards that a search found, and the files that it skipped."""

    boards: tuple[FoundBoard, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()

    def __add__(self, other: BoardSearch) -> BoardSearch:
        """Return the boards and skipped files of two searches."""
        return BoardSearch(boards=self.boards + other.boards, skipped=self.skipped + other.skipped)
