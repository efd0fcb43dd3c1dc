"""Selects source files of a project by git diff, by owner, or by Grafana folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from boardwright.config.project import Environment, ProjectSettings
from boardwright.errors import ConfigError
from boardwright.loading.compiled_file import CompiledFile
from boardwright.projects.affected_files import AffectedFiles
from boardwright.projects.code_owners import require_code_owners
from boardwright.projects.compiled_project import CacheUse, compile_each_file
from boardwright.projects.selection_conditions import BoardSelection


def select_files(
    project: ProjectSettings,
    selection: BoardSelection,
    *,
    environment: Environment,
    paths: Sequence[Path] | None = None,
) -> tuple[Path, ...]:
    """Return the source files that satisfy all conditions of a selection.

    The function compiles the files that are not in the build cache.

    Args:
        project: The project's settings, from boardwright.toml.
        selection: The conditions.
        environment: The environment for which boards are compiled.
        paths: Files and folders from which to select; None for the whole project.

    Raises:
        ConfigError: git is not installed, the git ref or the file CODEOWNERS does not exist,
            CODEOWNERS does not contain a selected owner, or no board is in a selected folder.
    """
    conditions = list(_iter_conditions(project, selection, environment))
    files = compile_each_file(project, environment=environment, paths=paths, cache=CacheUse.READ)
    for title in selection.folders:
        if not any(_is_in_folders(file, project, environment, [title]) for file in files):
            raise ConfigError(
                f"--folder {title}: no board is in this folder",
                hint="Run `boardwright list` to see the folders. Write a nested folder as "
                '"Outer/Inner".',
            )
    return tuple(
        file.path
        for file in files
        if _declares_anything(file) and all(condition(file) for condition in conditions)
    )


def _declares_anything(file: CompiledFile) -> bool:
    """Return whether a file declares a board or rule, or does not compile."""
    return bool(file.boards or file.alerts or file.rules or file.load_errors or file.compile_errors)


def _iter_conditions(
    project: ProjectSettings, selection: BoardSelection, environment: Environment
) -> Iterator[Callable[[CompiledFile], bool]]:
    if selection.changed_since is not None:
        yield AffectedFiles(project, selection.changed_since).is_affected
    if selection.owners:
        owners = require_code_owners(project.root)
        owners.require(selection.owners)
        yield lambda file: not owners.find_owners(file.path).isdisjoint(selection.owners)
    if selection.folders:
        yield lambda file: _is_in_folders(file, project, environment, selection.folders)


def _is_in_folders(
    file: CompiledFile, project: ProjectSettings, environment: Environment, wanted: Sequence[str]
) -> bool:
    """Return whether a board or alert group of a file is in one of the Grafana folders.

    Subfolders of the Grafana folders count. A file that does not compile also counts.
    """
    if file.load_errors or file.compile_errors:
        return True
    prefix = environment.folder_prefix
    folders = {*(board.folder for board in file.boards), *(group.folder for group in file.alerts)}
    titles = {project.find_folder(folder, prefix=prefix).title for folder in folders}
    return any(title == name or title.startswith(f"{name}/") for title in titles for name in wanted)
