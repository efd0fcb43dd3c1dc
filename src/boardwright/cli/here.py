"""The project that a verb is called in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boardwright.config.project import Project


def project_here(*, needed: bool) -> Project | None:
    """Return the project that we are in; None outside one, where paths will do.

    Args:
        needed: Whether there must be one.

    Raises:
        ConfigError: There is none and it is needed, or it cannot be read.
    """
    from boardwright.config.project_root import find_root
    from boardwright.errors import ConfigError

    try:
        root = find_root(Path.cwd())
    except ConfigError:
        if needed:
            raise
        return None
    from boardwright.config.project import read_project

    return read_project(root)
