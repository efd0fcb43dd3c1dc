"""Reads cache files that an earlier run of boardwright wrote."""

from __future__ import annotations

import os
import stat
from pathlib import Path


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
