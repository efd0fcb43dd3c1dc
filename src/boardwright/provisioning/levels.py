"""The levels of the folders of boards, parents included."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from boardwright.frozen import frozen
from boardwright.provisioning.providers import Folder

UidOf = Callable[[str], str]
"""Returns the uid of a folder from its path of titles."""


@frozen
class Level:
    """One level of a folder path.

    Attributes:
        uid: The uid of the folder.
        path: The titles from the top to this folder.
        parent_uid: The uid of the level above; None at the top.
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
        """The directory in a file tree: one directory per level."""
        return "/".join(Folder.from_title(title).directory for title in self.path)


def levels_of(folder: Folder, uid_of: UidOf) -> tuple[Level, ...]:
    """Return the folder's levels from the top, the folder itself last; none for General."""
    if not folder.uid:
        return ()
    titles = tuple(filter(None, (title.strip() for title in folder.title.split("/"))))
    found: list[Level] = []
    for depth in range(1, len(titles) + 1):
        path = titles[:depth]
        uid = folder.uid if depth == len(titles) else uid_of("/".join(path))
        found.append(Level(uid=uid, path=path, parent_uid=found[-1].uid if found else None))
    return tuple(found)


def all_levels(folders: Iterable[Folder], uid_of: UidOf) -> tuple[Level, ...]:
    """Return every level once, parents before their children."""
    found = {level.path: level for folder in folders for level in levels_of(folder, uid_of)}
    return tuple(found[path] for path in sorted(found, key=lambda path: (len(path), path)))
