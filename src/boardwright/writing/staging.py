"""New files beside those that they will replace."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO


def open_beside(target: Path) -> BinaryIO:
    """Return a new file, ours alone, in the folder of another; its `name` is a path.

    `tempfile` would do, but its import takes longer than all that is written.
    """
    place = target.with_name(f".{target.name}.{os.urandom(4).hex()}")
    return open(place, "xb", opener=_private)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
