"""Finds the project that contains the current folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boardwright.config.project import ProjectSettings


def find_current_project(*, required: bool) -> ProjectSettings | None:
    """Return the project that contains the current folder.

    Args:
        required: Whether to raise an error if no project contains the folder. If False, the
            function returns None in that case.

    Raises:
        ConfigError: boardwright.toml cannot be read, or `required` is True and no project contains
            the current folder.
    """
    from boardwright.config.project import read_project
    from boardwright.config.project_root import find_root
    from boardwright.errors import ConfigError

    try:
        root = find_root(Path.cwd())
    except ConfigError:
        if required:
            raise
        return None
    return read_project(root)
