"""Finds the folder of a project: the folder that contains `boardwright.toml`."""

from __future__ import annotations

from pathlib import Path

from boardwright.errors import ConfigError

FILE_NAME = "boardwright.toml"


def find_root(start: Path) -> Path:
    """Return the folder with `boardwright.toml`: `start` or the nearest parent folder."""
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise ConfigError(
        f"there is no {FILE_NAME} in {start} or in a folder above it",
        hint="Change to a project's folder, or create a project here with `boardwright new .`.",
    )
