"""The length of a line of Python in a project, as its ruff is configured."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from boardwright.errors import DeclarationError
from boardwright.found.file_contents import read_if_present
from boardwright.schema.document import Place

_FILES = (".ruff.toml", "ruff.toml", "pyproject.toml")
"""The files that ruff reads, in its order."""
_LEAST, _MOST = 40, 320


def line_length(folder: Path, *, otherwise: int) -> int:
    """Return ruff's `line-length` for a folder.

    Args:
        folder: The folder; the nearest configuration at or above it counts, as for ruff.
        otherwise: ruff's default.
    """
    for place in (folder, *folder.parents):
        for name in _FILES:
            settings = _settings(place / name)
            if settings is not None:
                return _length(settings.get("line-length")) or otherwise
    return otherwise


def _length(value: object) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if _LEAST <= value <= _MOST else None


def _settings(path: Path) -> dict[str, Any] | None:
    """Return ruff's settings in a file; None where it has none."""
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
    found = tool.get("ruff") if isinstance(tool, dict) else None
    return found if isinstance(found, dict) else None
