"""Finds the directories of installed Python packages."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.machinery import PathFinder


def find_package_folders(names: Iterable[str]) -> list[str]:
    """Return the directories of the packages with these names, without importing the packages.
    The function also finds packages that were installed with `pip install --editable`.
    """
    specs = (PathFinder.find_spec(name) for name in names)
    return [place for spec in specs if spec for place in spec.submodule_search_locations or ()]
