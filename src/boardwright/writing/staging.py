"""Temporary files next to the files that they will replace."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO


def write_temporary(target: Path, content: bytes, finish: Callable[[Path], object]) -> Path:
    """Write content to a new private file in the folder of another file, and return its path.

    Args:
        target: The other file.
        content: The content.
        finish: Called with the path of the written file. When it or the writing fails, the file is
            removed.
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
    """Return a new private file in the folder of another file; its `name` is a path.

    `tempfile` would work, but its import takes longer than the writing.
    """
    place = target.with_name(f".{target.name}.{os.urandom(4).hex()}")
    return open(place, "xb", opener=_private)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
