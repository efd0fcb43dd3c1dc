"""The folder of a project: the one with `boardwright.toml`."""

from __future__ import annotations

from pathlib import Path

from boardwright.errors import ConfigError

FILE_NAME = "boardwright.toml"


def find_root(start: Path) -> Path:
    """Return the nearest folder at or above `start` that contains `boardwright.toml`."""
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise ConfigError(
        f"no {FILE_NAME} in {start} or in a folder above it",
        hint="Change to a project, or start one here: boardwright new .",
    )
