"""Reads the maximum line length of Python code from the configuration of ruff."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from boardwright.errors import DeclarationError
from boardwright.found.file_contents import read_if_present
from boardwright.schema.document import Place

_FILES = (".ruff.toml", "ruff.toml", "pyproject.toml")
"""Names of ruff's configuration files, in the order in which ruff searches a folder for them."""
_LEAST, _MOST = 40, 320


def find_line_length(folder: Path, *, otherwise: int) -> int:
    """Return the value of ruff's `line-length` for a folder.

    Args:
        folder: The folder of the module. Like ruff, the function uses the nearest configuration
            file in the folder of the module or a parent folder.
        otherwise: The length to return if ruff's configuration sets no `line-length` from 40 to
            320.
    """
    for place in (folder, *folder.parents):
        for name in _FILES:
            settings = _read_settings(place / name)
            if settings is not None:
                return _parse_length(settings.get("line-length")) or otherwise
    return otherwise


def _parse_length(value: object) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if _LEAST <= value <= _MOST else None


def _read_settings(path: Path) -> Mapping[str, object] | None:
    """Return ruff's settings in a configuration file; None if the file contains none."""
    try:
        content = read_if_present(path, Place(file=str(path)))
        if content is None:
            return None
        values = tomllib.loads(content.decode())
    except (DeclarationError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None
    if path.name != "pyproject.toml":
        return values
    tool = values.get("tool")
    settings = tool.get("ruff") if isinstance(tool, dict) else None
    return settings if isinstance(settings, dict) else None
