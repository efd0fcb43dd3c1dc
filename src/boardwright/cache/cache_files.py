"""Reads and writes files in the cache folder of a project."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from boardwright.writing.staging import write_temporary

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
