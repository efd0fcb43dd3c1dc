"""Immutable values for boards that were found in files or on a Grafana."""

from __future__ import annotations

from dataclasses import field

from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.provisioning.providers import BoardFolder
from boardwright.schema.document import Board


@frozen
class FoundBoard:
    """A board that was found, or the error because of which the board could not be read.

    Attributes:
        name: Name of the file, key or resource that contains the board, without a suffix.
        origin: File, Kubernetes resource or URL that contains the board. This text is the same on
            every machine.
        body: JSON of the board, in the classic schema or schema v2; None if the board could not be
            read.
        error: Why the board could not be read; None otherwise.
        folder: Titles of the board's Grafana folder and its parents, joined by `/`; None if the
            file or resource states no folder.
        folders: Titles and uids of the Grafana folder and its parents, as far as they are known.
        levels: Names of the directories between the searched folder and the file. For plain files,
            these directories become Grafana folders.
        is_placed: False if the Grafana folder of the board is unknown: for a file that the user
            named, and for a resource without a folder.
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
    """A file that was skipped because it contains no board, and the reason."""

    origin: str
    why: str


@frozen
class BoardSearch:
    """The boards that a search found, and the files that it skipped."""

    boards: tuple[FoundBoard, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()

    def __add__(self, other: BoardSearch) -> BoardSearch:
        """Return a search result with the boards and skipped files of both searches."""
        return BoardSearch(boards=self.boards + other.boards, skipped=self.skipped + other.skipped)
