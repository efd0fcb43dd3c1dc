"""Detects empty directories among the project's directories for boards and rules. Git stores no
empty directories. Therefore, an empty directory is probably a mount point whose file system is not
mounted.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from boardwright.errors import OutputError
from boardwright.notation.file_names import name_file
from boardwright.notation.plurals import format_quantity


def refuse_empty_folders(folders: Iterable[Path], root: Path, *, removed: int, noun: str) -> None:
    """Raise an error if a command would remove items although a directory of the project is empty.

    Args:
        folders: The project's directories for boards and rules. A directory that does not exist is
            ignored.
        root: The folder of the project, for the message.
        removed: The number of boards, rules or files that the command would remove.
        noun: The noun for the removed items, such as `board` or `file`.

    Raises:
        OutputError: `removed` is not 0, and one of the directories is empty.
    """
    empty_folders = (empty for folder in folders for empty in _iter_empty_folders(folder))
    empty = next(empty_folders, None) if removed else None
    if empty is None:
        return
    raise OutputError(
        f"{format_quantity(removed, noun)} would be removed, because this folder is empty",
        where=name_file(empty, root),
        hint="If the folder is the mount point of a file system, mount the file system. If the "
        "files in the folder were deleted on purpose, delete the folder too.",
    )


def _iter_empty_folders(folder: Path) -> Iterator[Path]:
    for path, folders, files in os.walk(folder):
        folders.sort()
        if not folders and not files:
            yield Path(path)
