"""Finds the project that contains the current folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boardwright.config.project import ProjectSettings


def require_current_project() -> ProjectSettings:
    """Return the project that contains the current folder.

    Raises:
        ConfigError: No project contains the current folder, or boardwright.toml cannot be read.
    """
    from boardwright.config.project_file import read_project
    from boardwright.config.project_root import find_root

    return read_project(find_root(Path.cwd()))


def find_current_project() -> ProjectSettings | None:
    """Return the project that contains the current folder; None if no project contains it.

    Raises:
        ConfigError: boardwright.toml cannot be read.
    """
    from boardwright.config.project_file import read_project
    from boardwright.config.project_root import find_root
    from boardwright.errors import ConfigError

    try:
        root = find_root(Path.cwd())
    except ConfigError:
        return None
    return read_project(root)
