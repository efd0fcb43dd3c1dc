"""Temporary files next to the files that they will replace."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO


def open_temporary(target: Path) -> BinaryIO:
    """Return a new private file in the folder of another file; its `name` is a path.

    `tempfile` would work, but its import takes longer than the writing.
    """
    place = target.with_name(f".{target.name}.{os.urandom(4).hex()}")
    return open(place, "xb", opener=_private)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
