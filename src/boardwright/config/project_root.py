"""Finds the folder of a project, which is the folder that contains `boardwright.toml`."""

from __future__ import annotations

from pathlib import Path

from boardwright.errors import ConfigError

FILE_NAME = "boardwright.toml"


def find_root(start: Path) -> Path:
    """Return `start` or its nearest parent folder that contains `boardwright.toml`.

    Raises:
        ConfigError: Neither `start` nor a parent folder contains `boardwright.toml`.
    """
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise ConfigError(
        f"neither {start} nor any of its parent folders contains {FILE_NAME}",
        hint="Change to a project's folder, or create a project here with `boardwright new .`.",
    )
