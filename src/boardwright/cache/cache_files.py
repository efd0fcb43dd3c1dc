"""Reads and writes files in the cache folder of a project, such as the JSON file in which a command
stores a result for each board.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from boardwright.schema.document import Json
from boardwright.writing.temporary_files import write_temporary

FOLDER = ".boardwright"


def read_cache_file(path: str | Path) -> bytes:
    """Return the content of a cache file that an earlier run of boardwright wrote.

    Raises:
        OSError: The file is missing, cannot be read, or is not a regular file. Reading a named
            pipe, for example, might never end.
    """
    with open(path, "rb", opener=_open_without_waiting) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(f"{path} is not a regular file")
        return file.read()


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a file. With `O_NONBLOCK`, opening a named pipe does not wait for another program."""
    return os.open(path, flags | os.O_NONBLOCK)


def has_cache_folder(root: Path) -> bool:
    """Return whether a build has created the cache folder in a project's root."""
    return (root / FOLDER).is_dir()


def create_cache_folder(root: Path) -> None:
    """Create the cache folder in a project's root. Git ignores this folder."""
    (root / FOLDER).mkdir(exist_ok=True)
    if not (gitignore := root / FOLDER / ".gitignore").exists():
        write_atomically(gitignore, b"*\n")


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file in one step, so that no other process reads a half-written file."""
    write_temporary(path, content, lambda temporary: temporary.replace(path))


class StoredResults:
    """The results of an earlier run for the boards of a project.

    A JSON file that cannot be read, or that contains another key, is ignored.

    Args:
        root: The project's root.
        name: Name of the JSON file in the cache folder.
        key: A text that changes if the stored results are no longer valid.
    """

    def __init__(self, root: Path, name: str, *, key: str) -> None:
        self._root = root.absolute()
        self._file = self._root / FOLDER / name
        self._key = key

    def read(self) -> dict[str, Json]:
        """Return the results by the name of the board."""
        try:
            data = orjson.loads(read_cache_file(self._file))
            return {**data["boards"]} if data["key"] == self._key else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def write(self, results: Mapping[str, Any]) -> None:
        """Write the results, which are JSON data or frozen values. If the cache directory is not
        writable, do nothing.
        """
        with suppress(OSError, TypeError):  # orjson refuses an unpaired surrogate in a title
            content = orjson.dumps({"key": self._key, "boards": results})
            create_cache_folder(self._root)
            write_atomically(self._file, content)
