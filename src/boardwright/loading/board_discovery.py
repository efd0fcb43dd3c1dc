"""Finds the files that may declare boards or rules, in a directory and its subdirectories."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.frozen import frozen
from boardwright.loading.skipped_files import GENERATED, build_skipped_note
from boardwright.notation.file_names import name_file
from boardwright.notation.plurals import format_quantity
from boardwright.schema.document import Note, Place

if TYPE_CHECKING:
    from boardwright.config.project import ProjectSettings

SUFFIXES = (".py", ".json")
"""The extensions of files that can declare boards."""

RULE_SUFFIXES = (".py", ".json", ".yml", ".yaml")
"""The extensions of files that can declare Prometheus rules."""

_OTHER_RULES = (".rules", ".rule")
"""Extensions that some teams use for Prometheus rule files. boardwright reads no rules from files
with these extensions.
"""

_SKIPPED_FOLDERS = frozenset({"__pycache__", "tests", "node_modules"})
_SKIPPED_FILES = frozenset({"conftest.py"})
_MAX_FOLDERS = 10_000
"""The largest number of folders to search. Without a limit, symbolic links to folders could make
the search endless.
"""


@frozen
class BoardFiles:
    """The files in a folder and its subfolders that may declare boards or rules.

    Attributes:
        paths: The sorted paths of the files.
        notes: Notes about files that boardwright ignores.
        errors: Errors for directories and symbolic links that cannot be read.
    """

    paths: tuple[Path, ...]
    notes: tuple[Note, ...] = ()
    errors: tuple[BoardwrightError, ...] = ()


def find_dashboards_folder(project: ProjectSettings) -> Path:
    """Return the path of the folder in which a project declares its boards.

    Raises:
        DeclarationError: The folder does not exist.
    """
    folder = project.dashboards_folder
    if not folder.is_dir():
        raise DeclarationError(
            f"there is no folder {project.dashboards!r}",
            where=str(project.root),
            hint="Create the folder, or set `dashboards` in [project] of boardwright.toml.",
        )
    return folder


def is_board_file(path: Path, folders: Sequence[Path], project: ProjectSettings) -> bool:
    """Return whether `find_board_files` would find this file in one of the folders.

    Args:
        path: Path of the file.
        folders: The directories to search.
        project: The project, whose setting `exclude` applies.
    """
    folder = next((folder for folder in folders if path.is_relative_to(folder)), None)
    if folder is None or not path.name.endswith(SUFFIXES) or path.name in _SKIPPED_FILES:
        return False
    inner = path.relative_to(folder).parts
    if any(not _is_wanted(name, _SKIPPED_FOLDERS) for name in inner):
        return False
    excludes = _build_exclude_filter(project)
    return excludes is None or not excludes(name_file(path, project.root))


def require_board_files(dashboards: Path, project: ProjectSettings | None = None) -> BoardFiles:
    """Return the result of `find_board_files`, but raise the first error in the result.

    Raises:
        DeclarationError: A directory or symbolic link below `dashboards` cannot be read.
    """
    board_files = find_board_files(dashboards, project)
    for error in board_files.errors:
        raise error
    return board_files


def find_board_files(
    dashboards: Path,
    project: ProjectSettings | None = None,
    *,
    suffixes: tuple[str, ...] = SUFFIXES,
) -> BoardFiles:
    """Return the files in a folder and its subfolders that may declare boards or rules.

    The function ignores names that begin with `_` or `.`, the folders `tests`, `__pycache__` and
    `node_modules`, `conftest.py`, and virtual environments. The function also ignores files that
    the project excludes, and JSON files that grafanalib's command generated from a module in the
    same folder. The function follows symbolic links, except links to a directory that contains the
    link.

    Args:
        dashboards: Path of the folder to search.
        project: The project, whose setting `exclude` lists ignored files; None to ignore no files.
        suffixes: Extensions of the files to find.
    """
    walk = _Walk(dashboards, project, suffixes)
    paths = dict.fromkeys(sorted(walk.iter_files(), key=lambda path: path.parts))
    generated = [path for path in paths if _is_generated(path, paths)]
    return BoardFiles(
        paths=tuple(path for path in paths if path not in generated),
        notes=(
            *(walk.build_note(path, GENERATED) for path in generated),
            *(walk.build_note(path, walk.explain_suffix(path)) for path in sorted(walk.unread)),
        ),
        errors=tuple(walk.errors),
    )


def _is_generated(path: Path, paths: Collection[Path]) -> bool:
    """Return whether a `.dashboard.py` module in the same directory generates this JSON file."""
    return path.suffix == ".json" and path.with_suffix(".dashboard.py") in paths


class _Walk:
    def __init__(
        self, top: Path, project: ProjectSettings | None, suffixes: tuple[str, ...]
    ) -> None:
        self._top, self._suffixes = top, suffixes
        self._root = project.root if project else Path.cwd()
        self._excludes = _build_exclude_filter(project)
        self._in_project = project is not None
        self.errors: list[BoardwrightError] = []
        self.unread: list[Path] = []
        """Ignored files that probably declare boards or rules, but have an extension such as
        `.JSON` or `.rules`, which boardwright does not read.
        """

    def iter_files(self) -> Iterator[Path]:
        waiting, count = [self._top], 0
        while waiting:
            folder = waiting.pop()
            count += 1
            if count > _MAX_FOLDERS:
                self._add_error(
                    self._top,
                    f"contains more than {format_quantity(_MAX_FOLDERS, 'folder')}, including "
                    "symbolic links",
                )
                return
            try:
                with os.scandir(folder) as entries:
                    folder_entries = [*entries]
            except OSError as error:
                self._add_error(folder, f"the path cannot be read: {error.strerror}")
                continue
            if not any(entry.name == "pyvenv.cfg" for entry in folder_entries):
                yield from self._sort_entries(folder_entries, waiting)

    def _sort_entries(self, entries: list[os.DirEntry[str]], folders: list[Path]) -> Iterator[Path]:
        """Yield the files of a folder, and append its subfolders to `folders`."""
        for entry in entries:
            path = Path(entry.path)
            try:
                is_folder = entry.is_dir()
            except OSError as error:
                if self._may_declare(entry.name, path):
                    self._add_error(path, f"the path cannot be read: {error.strerror}")
                continue
            skipped = _SKIPPED_FOLDERS if is_folder else _SKIPPED_FILES
            if not _is_wanted(entry.name, skipped):
                continue
            if self._is_excluded(path, is_folder=is_folder):
                continue
            if entry.is_symlink() and not os.path.exists(path):
                self._add_error(path, _describe_link_error(path))
            elif not is_folder and entry.name.endswith(self._suffixes):
                yield path
            elif not is_folder and self._has_similar_suffix(entry.name):
                self.unread.append(path)
            elif is_folder and not _is_loop(path, self._top):
                folders.append(path)

    def _has_similar_suffix(self, name: str) -> bool:
        """Return whether a file has one of the extensions `suffixes` in another case, such as
        `.JSON`, or an extension of `_OTHER_RULES`.
        """
        others = _OTHER_RULES if self._suffixes == RULE_SUFFIXES else ()
        return name.lower().endswith((*self._suffixes, *others))

    def build_note(self, path: Path, why: str) -> Note:
        return build_skipped_note(
            Place(file=self.name_path(path)), why, in_project=self._in_project
        )

    def explain_suffix(self, path: Path) -> str:
        return (
            f"the name of the file ends with {path.suffix}, not with {' or '.join(self._suffixes)}"
        )

    def _may_declare(self, name: str, path: Path) -> bool:
        wanted = _is_wanted(name, _SKIPPED_FOLDERS) and name not in _SKIPPED_FILES
        return wanted and not self._is_excluded(path)

    def _is_excluded(self, path: Path, *, is_folder: bool = False) -> bool:
        return self._excludes is not None and self._excludes(
            self.name_path(path, is_folder=is_folder)
        )

    def name_path(self, path: Path, *, is_folder: bool = False) -> str:
        """Return a path relative to the project's folder."""
        name = name_file(path, self._root)
        return f"{name}/" if is_folder else name

    def _add_error(self, path: Path, what: str) -> None:
        hint = (
            "Make this file or folder readable, remove it, or add it to `exclude` in "
            "boardwright.toml."
        )
        self.errors.append(DeclarationError(what, where=self.name_path(path), hint=hint))


def _describe_link_error(path: Path) -> str:
    """Return an error message for a symbolic link whose target cannot be read."""
    try:
        path.stat()
    except FileNotFoundError:
        return "is a symbolic link whose target does not exist"
    except OSError as error:
        return f"the path cannot be read: {error.strerror}"
    return "is a symbolic link whose target does not exist"


def _build_exclude_filter(project: ProjectSettings | None) -> Callable[[str], bool] | None:
    """Return a function that tests whether the project excludes a path; None if the setting
    `exclude` is empty.
    """
    if project is None or not project.exclude:
        return None
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(project.exclude).match_file


def _is_wanted(name: str, skipped: Collection[str]) -> bool:
    return not name.startswith(("_", ".")) and name not in skipped


def _is_loop(folder: Path, top: Path) -> bool:
    """Return whether a directory below `top` is a symbolic link to a directory that contains the
    link.
    """
    if not folder.is_symlink():
        return False
    real = folder.resolve()
    parents = [parent for parent in folder.parents if parent.is_relative_to(top)]
    return any(parent.resolve().is_relative_to(real) for parent in parents)
