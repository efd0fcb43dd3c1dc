"""Where the user's modules are looked for, beyond `sys.path` as it was found."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

from boardwright.loading.load_watcher import Watch
from boardwright.loading.user_files import UserFiles

_OURS = (
    "loading/module_runs.py",
    "loading/import_hooks.py",
    "cache/hooks.py",
    "cache/watching.py",
)
_MACHINERY = frozenset(
    {importlib.__file__, __file__, *(str(Path(__file__).parents[1] / name) for name in _OURS)}
)
"""Whose frames stand between an import and whoever asks for it."""


class BesideFinder(MetaPathFinder):
    """Finds modules in the folders beside a declaring module, for the user's files alone.

    It is asked for what is nowhere else, and nothing but the user's files gets an answer, so that
    no file named `redis.py` is taken for the library of that name by one that would use it.

    Args:
        files: Tells the user's files from libraries.
        track: Makes the loader of a spec one that loads a file once.
        watch: Is told of the folders.
    """

    def __init__(
        self, files: UserFiles, track: Callable[[ModuleSpec], ModuleSpec], watch: Watch
    ) -> None:
        self._files = files
        self._track = track
        self._watch = watch
        self.folders: list[str] = []

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a top-level module that a file of the user's imports."""
        if path is not None or not self._is_asked_by_user():
            return None
        folders = [*sys.path, *self.folders]
        self._watch.searched(fullname, folders)
        spec = PathFinder.find_spec(fullname, folders, target)
        if spec is None:
            return None
        if spec.loader is None:  # a folder: fix its path, else it would follow `sys.path` alone
            spec.submodule_search_locations = list(spec.submodule_search_locations or ())
        return self._track(spec)

    def _is_asked_by_user(self) -> bool:
        frame = sys._getframe(2)
        while frame.f_back is not None:
            filename = frame.f_code.co_filename
            if filename not in _MACHINERY and not filename.startswith("<frozen importlib"):
                return self._files.owner(filename).user
            frame = frame.f_back
        return False


class PathChange:
    """What a module put into `sys.path`, at the front and at the end.

    Args:
        before: `sys.path` before the module ran.
        after: The same afterwards.
    """

    def __init__(self, before: list[str], after: list[str]) -> None:
        starts = range(len(after) - len(before) + 1)
        start = next((n for n in starts if after[n : n + len(before)] == before), None)
        if start is None:  # it did more than add
            self._front = [entry for entry in after if entry not in before]
            self._back: list[str] = []
        else:
            self._front = after[:start]
            self._back = after[start + len(before) :]

    def apply(self) -> None:
        """Make the same additions to `sys.path` again, where they are missing."""
        there = sys.path[: len(self._front)]
        sys.path[:0] = [entry for entry in self._front if entry not in there]
        sys.path += [entry for entry in self._back if entry not in sys.path]
