"""Shortens the paths of files for messages and reports."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def name_file(path: str | Path, folder: str | Path) -> str:
    """Return the path of a file relative to `folder`, with `/` as the separator.

    If the file is not in `folder`, the result is the absolute path. Symbolic links are resolved
    only if the unresolved path is not in `folder`, because users recognise the path that they
    wrote.

    Args:
        path: The path of a file or folder, absolute or relative to the working directory.
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
    """Yield the path and the folder with and without symbolic links, in all four combinations."""
    yield path, folder
    real_folder = os.path.realpath(folder)
    yield path, real_folder
    real_path = os.path.realpath(path)
    yield real_path, folder
    yield real_path, real_folder
