"""Determines whether a file belongs to the user or to a library, and builds the file names for
messages.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from enum import Enum
from importlib.machinery import PathFinder
from pathlib import Path

from boardwright.notation.file_names import name_file
from boardwright.schema.document import Place

_OURS = ("boardwright", "grafanalib", "attr", "attrs", "grafana_foundation_sdk")
_LOADER = tuple(
    str(Path(__file__).with_name(f"{name}.py")) for name in ("user_modules", "plain_data")
)
_INSTALLED = {"site-packages", "dist-packages"}


class Owner(Enum):
    """The owner of a file."""

    PROJECT = "a file of the user in the project's folder"
    ELSEWHERE = "a file of the user outside the project's folder"
    INSTALLED = "a file of the standard library or of an installed library"
    OURS = (
        "a file of boardwright, grafanalib, the Foundation SDK or attrs, or code that they generate"
    )
    LOADER = "the file of boardwright that runs the user's modules"

    @property
    def is_user(self) -> bool:
        """Whether the user wrote the file."""
        return self in {Owner.PROJECT, Owner.ELSEWHERE}


class UserFiles:
    """Distinguishes the user's files from files of libraries.

    Args:
        root: The project's folder. In messages, the names of files in this folder are relative to
            the folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._roots = tuple(
            {f"{os.path.abspath(root)}{os.sep}", f"{os.path.realpath(root)}{os.sep}"}
        )
        self._standard = _find_standard_folders()
        self._ours = _find_our_folders()
        self._known: dict[str, Owner] = {}
        self._names: dict[str, str] = {}
        self._real: dict[str, str] = {}

    def find_owner(self, filename: str) -> Owner:
        """Return the owner of the file of a code object. Generated code belongs to a library."""
        owner = self._known.get(filename)
        if owner is None:
            owner = self._known[filename] = self._determine_owner(filename)
        return owner

    def resolve_path(self, path: str | Path) -> str:
        """Return the path of a file without symbolic links."""
        key = str(path)
        real = self._real.get(key)
        if real is None:
            real = self._real[key] = os.path.realpath(key)
        return real

    def name_file(self, filename: str | Path) -> str:
        """Return the path of a file relative to the project's folder, with `/` as separator. Return
        the absolute path if the file is outside of this folder.
        """
        key = str(filename)
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = name_file(key, self._root)
        return name

    def locate(self, filename: str | Path, line: int | None = None) -> Place:
        """Return the source position of a line in a file."""
        return Place(file=self.name_file(filename), line=line)

    def _determine_owner(self, filename: str) -> Owner:
        if filename.startswith("<"):
            return Owner.OURS
        if filename in _LOADER:
            return Owner.LOADER
        path, real = os.path.abspath(filename), self.resolve_path(filename)
        if path.startswith(self._ours) or real.startswith(self._ours):
            return Owner.OURS
        if real.startswith(self._standard) or _INSTALLED & {*Path(path).parts, *Path(real).parts}:
            return Owner.INSTALLED
        inside = path.startswith(self._roots) or real.startswith(self._roots)
        return Owner.PROJECT if inside else Owner.ELSEWHERE


def _find_standard_folders() -> tuple[str, ...]:
    import sysconfig  # A build that changes nothing reads only `find_package_folders`.

    folders = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib")}
    folders.add(os.path.dirname(os.__file__))
    return tuple(f"{os.path.realpath(folder)}{os.sep}" for folder in folders)


def _find_our_folders() -> tuple[str, ...]:
    """Return the directories of boardwright and of the libraries with which users declare
    boards.
    """
    folders = [*find_package_folders(_OURS), str(Path(__file__).parents[1])]
    return tuple(f"{os.path.abspath(folder)}{os.sep}" for folder in folders)


def find_package_folders(names: Iterable[str]) -> list[str]:
    """Return the directories of the packages with these names, without importing the packages.
    The function also finds packages that were installed with `pip install --editable`.
    """
    specs = (PathFinder.find_spec(name) for name in names)
    return [place for spec in specs if spec for place in spec.submodule_search_locations or ()]
