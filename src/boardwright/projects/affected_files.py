"""Finds the source files whose boards and rules a git diff can change."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import PurePath

from boardwright.config.project import ProjectSettings
from boardwright.config.project_root import FILE_NAME
from boardwright.found.git_refs import read_changes
from boardwright.loading.compiled_file import CompiledFile

_HINT = "Pass a branch, tag or commit, as in --changed-since main."


class AffectedFiles:
    """Finds the source files whose boards or rules a git diff can change.

    A diff affects a source file if the diff contains the source file itself, a module that the
    source file imports, or another file that the source file reads or searches for.

    Args:
        project: The project's settings, from boardwright.toml.
        ref: A branch, tag or commit, with which git compares the working tree.

    Attributes:
        changes: The files of the diff.
        affects_all: Whether the diff affects every source file, because the diff contains
            boardwright.toml, or a file that the table `[check]` of boardwright.toml names.

    Raises:
        ConfigError: git is not installed, the project is not in a git repository, or the ref does
            not exist.
    """

    def __init__(self, project: ProjectSettings, ref: str) -> None:
        self.changes = read_changes(project.root, ref, hint=_HINT)
        entries = {pair for name in self.changes.names for pair in _iter_names_by_folder(name)}
        self._folders = {folder for folder, _ in entries}
        self._modules = {(folder, name.partition(".")[0]) for folder, name in entries}
        settings = (FILE_NAME, *project.check.rules, *project.check.metrics)
        self.affects_all = any(self._is_changed(str(project.root / name)) for name in settings)

    def is_affected(self, file: CompiledFile) -> bool:
        """Return whether the diff can change the boards or rules of a source file."""
        if self.affects_all or file.load_errors or file.compile_errors or file.doubt:
            return True
        return self._is_changed(str(file.path)) or any(map(self._may_differ, file.facts))

    def _is_changed(self, path: str) -> bool:
        return path in self.changes.paths or _resolve_path(path) in self.changes.paths

    def _may_differ(self, fact: str) -> bool:
        """Return whether the diff may change the value of a fact, such as the digest of a file."""
        kind, _, name = fact.partition(":")
        path, _, detail = name.partition("\0")
        match kind:
            case "file" | "real":
                return self._is_changed(path)
            case "search":
                return (path, detail) in self._modules
            case "folder" | "glob":
                return path in self._folders
            case _:
                return False


@cache
def _resolve_path(path: str) -> str:
    return os.path.realpath(path)


def _iter_names_by_folder(path: str) -> Iterator[tuple[str, str]]:
    """Yield `("a", "b.py")` and `(".", "a")` for the path `a/b.py`."""
    parts = PurePath(path)
    for folder in parts.parents:
        yield str(folder), parts.relative_to(folder).parts[0]
