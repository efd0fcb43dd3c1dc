"""Names of files in messages and reports."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def name_file(path: str | Path, folder: str | Path) -> str:
    """Return the path of a file or folder relative to `folder`, with `/`. Return the absolute path
    if the file is not below `folder`.

    A file is below `folder` if its path is, or if the path without symbolic links is. The result
    keeps the links of the path if possible, because users recognise the path that they wrote.

    Args:
        path: The file; a relative path starts in the working directory.
        folder: The folder of the project, or the working directory.
    """
    absolute = os.path.abspath(path)
    for each, top in _iter_forms(absolute, os.path.abspath(folder)):
        if each == top:
            return "."
        start = os.path.join(top, "")
        if each.startswith(start):
            return each[len(start) :].replace(os.sep, "/")
    return absolute.replace(os.sep, "/")


def _iter_forms(path: str, folder: str) -> Iterator[tuple[str, str]]:
    """Yield a path and a folder, as they are and without symbolic links. Links are resolved only if
    the caller needs them, because that reads the file system.
    """
    yield path, folder
    real_folder = os.path.realpath(folder)
    yield path, real_folder
    real_path = os.path.realpath(path)
    yield real_path, folder
    yield real_path, real_folder
