"""The folders that hold boards, and those that hold these: one value a level."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from boardwright.frozen import frozen
from boardwright.provisioning.providers import Folder

UidOf = Callable[[str], str]
"""From a folder's path of titles to its uid."""


@frozen
class Level:
    """One level of a path of folders.

    Attributes:
        uid: Its uid.
        path: Its titles from the top.
        parent_uid: The uid of the level above; None at the top.
    """

    uid: str
    path: tuple[str, ...]
    parent_uid: str | None

    @property
    def title(self) -> str:
        """Its own title."""
        return self.path[-1]

    @property
    def directory(self) -> str:
        """Where a tree of files keeps it: one directory a level."""
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
    """Return every level once, holders before what they hold."""
    found = {level.path: level for folder in folders for level in levels_of(folder, uid_of)}
    return tuple(found[path] for path in sorted(found, key=lambda path: (len(path), path)))
