"""The project of the current folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boardwright.config.project import ProjectSettings


def current_project(*, required: bool) -> ProjectSettings | None:
    """Return the project of the current folder; None outside one, if that is allowed.

    Args:
        required: Whether it is an error to be outside a project.

    Raises:
        ConfigError: The file cannot be read, or there is none and it is required.
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
