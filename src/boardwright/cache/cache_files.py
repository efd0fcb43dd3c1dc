"""Reads and writes files in the cache folder `.boardwright/` of a project."""

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
    """Return the content of a cache file.

    Raises:
        OSError: The file is missing, cannot be read, or is not a regular file. Reading a named
            pipe, for example, could block forever.
    """
    with open(path, "rb", opener=_open_without_waiting) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(f"{path} is not a regular file")
        return file.read()


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a file with `O_NONBLOCK`, so that a named pipe does not wait for another program."""
    return os.open(path, flags | os.O_NONBLOCK)


def has_cache_folder(root: Path) -> bool:
    """Return whether a project already has a cache folder.

    Args:
        root: Folder of the project.
    """
    return (root / FOLDER).is_dir()


def create_cache_folder(root: Path) -> None:
    """Create the cache folder of a project, with a `.gitignore` that ignores the cache folder.

    Args:
        root: Folder of the project.
    """
    (root / FOLDER).mkdir(exist_ok=True)
    if not (gitignore := root / FOLDER / ".gitignore").exists():
        write_atomically(gitignore, b"*\n")


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file in one step, so that no other process reads a half-written file."""
    write_temporary(path, content, lambda temporary: temporary.replace(path))


class StoredResults:
    """A JSON file in the cache folder with a result for each board of a project.

    Args:
        root: Folder of the project.
        name: Name of the JSON file.
        key: A text that changes if the stored results are no longer valid.
    """

    def __init__(self, root: Path, name: str, *, key: str) -> None:
        self._root = root.absolute()
        self._file = self._root / FOLDER / name
        self._key = key

    def read(self) -> dict[str, Json]:
        """Return a dict: name of a board -> result.

        The dict is empty if the file cannot be read, or if the file contains another key.
        """
        try:
            data = orjson.loads(read_cache_file(self._file))
            return {**data["boards"]} if data["key"] == self._key else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def write(self, results: Mapping[str, Any]) -> None:
        """Write the results if the cache folder is writable.

        Args:
            results: Name of a board -> result, as JSON data or a frozen value.
        """
        with suppress(OSError, TypeError):  # orjson refuses an unpaired surrogate in a title
            content = orjson.dumps({"key": self._key, "boards": results})
            create_cache_folder(self._root)
            write_atomically(self._file, content)
