"""Detects empty folders of boards. Git stores no empty folders, so such a folder is probably a
mount point whose content is missing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from boardwright.errors import OutputError
from boardwright.notation.plurals import quantity


def refuse_empty_folders(folder: Path, root: Path, *, removed: int, noun: str) -> None:
    """Raise an error if boards or files would be removed while a folder of declarations is empty.

    Args:
        folder: The folder of the declarations.
        root: The folder of the project, for the message.
        removed: The number of items that would be removed.
        noun: The noun for these items, `board` or `file`.

    Raises:
        OutputError: Something would be removed, and a folder is empty.
    """
    empty = next(_empty_folders(folder), None) if removed else None
    if empty is None:
        return
    raise OutputError(
        f"{quantity(removed, noun)} would be removed, and this folder of boards is empty",
        where=os.path.relpath(empty, root),
        hint="If a file system is mounted there, mount it. If its boards were deleted on purpose,"
        " delete the folder too.",
    )


def _empty_folders(folder: Path) -> Iterator[Path]:
    for path, folders, files in os.walk(folder):
        folders.sort()
        if not folders and not files:
            yield Path(path)
