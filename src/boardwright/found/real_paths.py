"""Resolves symbolic links in the paths of many files."""

from __future__ import annotations

import os


class RealPaths:
    """Resolves symbolic links in paths. Each folder is looked up only once."""

    def __init__(self) -> None:
        self._folders: dict[str, str] = {}

    def resolve(self, path: str) -> str:
        """Return the real path of a file, as `os.path.realpath` does. `path` must be absolute and
        must not contain `..`.
        """
        folder, name = os.path.split(path)
        real = self._folders.get(folder)
        if real is None:
            real = self._folders[folder] = os.path.realpath(folder)
        joined = os.path.join(real, name)
        return os.path.realpath(joined) if os.path.islink(joined) else joined
