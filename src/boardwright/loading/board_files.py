"""Which files of a folder declare boards."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

_SKIPPED_FOLDERS = frozenset({"__pycache__", "tests", "node_modules"})
_SKIPPED_FILES = frozenset({"conftest.py"})


def discover(dashboards: Path) -> list[Path]:
    """Return the modules and JSON files below a folder, sorted by path.

    Left out are names that begin with `_` or `.`, folders called `tests`, `conftest.py`, and
    virtual environments. Links are followed, but for a link to a folder that holds it.
    """
    found: list[Path] = []
    for folder, folders, files in os.walk(dashboards, followlinks=True):
        if "pyvenv.cfg" in files:
            folders.clear()
            continue
        folders[:] = [
            name
            for name in folders
            if _is_wanted(name, _SKIPPED_FOLDERS) and not _is_loop(Path(folder, name), dashboards)
        ]
        wanted = (name for name in files if _is_wanted(name, _SKIPPED_FILES))
        found += [Path(folder, name) for name in wanted if name.endswith((".py", ".json"))]
    return sorted(found, key=lambda path: path.parts)


def _is_wanted(name: str, skipped: Collection[str]) -> bool:
    return not name.startswith(("_", ".")) and name not in skipped


def _is_loop(folder: Path, top: Path) -> bool:
    """Whether a folder is a link to one that holds it, by the way that leads to it from `top`."""
    if not folder.is_symlink():
        return False
    real = folder.resolve()
    around = [each for each in folder.parents if each.is_relative_to(top)]
    return any(each.resolve().is_relative_to(real) for each in around)
