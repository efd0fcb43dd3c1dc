"""Lists nested Grafana folders: all parent folders of a folder, and the folder itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from boardwright.frozen import frozen
from boardwright.provisioning.providers import BoardFolder

UidOf = Callable[[str], str]
"""Function that returns the uid of a folder. The argument contains the titles of the folder and its
parents, joined by `/`.
"""


@frozen
class Level:
    """One Grafana folder with its parents.

    Attributes:
        uid: The uid of the folder.
        path: Titles of the folders from the top level to this folder.
        parent_uid: The uid of the parent folder; None at the top level.
    """

    uid: str
    path: tuple[str, ...]
    parent_uid: str | None

    @property
    def title(self) -> str:
        """The title of this folder."""
        return self.path[-1]

    @property
    def directory(self) -> str:
        """The path of the folder's directory, in which each nested folder is a subdirectory."""
        return "/".join(BoardFolder.from_title(title).directory for title in self.path)


def list_levels(folder: BoardFolder, uid_of: UidOf) -> tuple[Level, ...]:
    """Return the parents of a folder, with the top-level folder first, and the folder itself.

    Return an empty tuple for the folder General.
    """
    if not folder.uid:
        return ()
    titles = tuple(filter(None, (title.strip() for title in folder.title.split("/"))))
    levels: list[Level] = []
    for depth in range(1, len(titles) + 1):
        path = titles[:depth]
        uid = folder.uid if depth == len(titles) else uid_of("/".join(path))
        levels.append(Level(uid=uid, path=path, parent_uid=levels[-1].uid if levels else None))
    return tuple(levels)


def list_all_levels(folders: Iterable[BoardFolder], uid_of: UidOf) -> tuple[Level, ...]:
    """Return all folders and their parent folders without duplicates, with parents first."""
    levels = {level.path: level for folder in folders for level in list_levels(folder, uid_of)}
    return tuple(levels[path] for path in sorted(levels, key=lambda path: (len(path), path)))
