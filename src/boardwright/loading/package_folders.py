"""The folders of installed packages."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.machinery import PathFinder


def package_folders(names: Iterable[str]) -> list[str]:
    """Return the folders of packages without importing them. Editable installs are supported."""
    specs = (PathFinder.find_spec(name) for name in names)
    return [place for spec in specs if spec for place in spec.submodule_search_locations or ()]
