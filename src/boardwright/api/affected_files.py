"""The declaring files whose boards a git diff can change."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from boardwright.config.project import Project
from boardwright.config.project_root import FILE_NAME
from boardwright.found.git_refs import GitChanges, read_changes
from boardwright.loading.compiled_file import CompiledFile

_HINT = "Give --changed-since a branch, tag or commit, such as main."


class AffectedFiles:
    """Decides which declaring files a git diff can affect.

    A file is affected when the diff has the file itself, or anything that its result depends on:
    modules that it imports, files that it reads, names that it looks for. The facts of the build
    cache list these.

    Args:
        project: The project.
        ref: A branch, tag or commit.

    Raises:
        ConfigError: No git, no repository, or no such ref.
    """

    def __init__(self, project: Project, ref: str) -> None:
        self._changes = read_changes(project.root, ref, hint=_HINT)
        settings = (FILE_NAME, *project.check.rules, *project.check.metrics)
        paths = {os.path.realpath(project.root / name) for name in settings}
        self._everything = not paths.isdisjoint(self._changes.paths)

    def has(self, file: CompiledFile) -> bool:
        """Return whether the diff can affect a file's boards."""
        if self._everything or file.load_errors or file.compile_errors or file.doubt:
            return True
        if os.path.realpath(file.path) in self._changes.paths:
            return True
        return depends_on(file.facts, self._changes)


def depends_on(facts: Mapping[str, str], changes: GitChanges) -> bool:
    """Return whether one of the facts may have another value after these changes."""
    return any(_may_differ(fact, changes) for fact in facts)


def _may_differ(fact: str, changes: GitChanges) -> bool:
    kind, _, name = fact.partition(":")
    path, _, detail = name.partition("\0")
    match kind:
        case "file" | "real":
            return path in changes.paths or os.path.realpath(path) in changes.paths
        case "search":
            return any(_is_found(changed, path, detail) for changed in changes.names)
        case "folder" | "glob":
            return any(Path(changed).is_relative_to(path) for changed in changes.names)
        case _:
            return False


def _is_found(changed: str, folder: str, module: str) -> bool:
    """Return whether a path is the module, or in the package, of that name in a folder."""
    if not changed.startswith(f"{folder}{os.sep}"):
        return False
    first = Path(changed).relative_to(folder).parts[0]
    return first.partition(".")[0] == module
