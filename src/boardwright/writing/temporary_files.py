"""Writes temporary files that will replace other files in the same folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO


def write_temporary(target: Path, content: bytes, finish: Callable[[Path], object]) -> Path:
    """Write a temporary file in the folder of `target`, and return the path of the temporary file.

    Only the user who runs boardwright can read the temporary file.

    Args:
        target: Path of the file that the temporary file will replace.
        content: Content of the temporary file.
        finish: Function that is called with the path of the temporary file. If the function raises
            an exception, the temporary file is removed.
    """
    file = _open_temporary(target)
    temporary = Path(file.name)
    try:
        with file:
            file.write(content)
        finish(temporary)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def _open_temporary(target: Path) -> BinaryIO:
    """Create and open a temporary file in the folder of `target`.

    The import of Python's `tempfile` takes longer than to write the file.
    """
    path = target.with_name(f".{target.name}.{os.urandom(4).hex()}")
    return open(path, "xb", opener=_open_private)


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
