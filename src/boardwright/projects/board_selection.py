"""The part of a project that a command is for: by git diff, by owner, by folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from boardwright.config.project import Environment, ProjectSettings
from boardwright.errors import ConfigError
from boardwright.frozen import frozen
from boardwright.loading.compiled_file import CompiledFile
from boardwright.projects.affected_files import AffectedFiles
from boardwright.projects.code_owners import CodeOwners
from boardwright.projects.compiled_project import CacheUse, compile_each_file


@frozen
class BoardSelection:
    """Conditions on declaring files; a file that satisfies all of them is selected.

    Attributes:
        changed_since: A git ref: the files that the changes since then can affect.
        owners: Owners in CODEOWNERS: the files of one of them.
        folders: Titles of folders in Grafana: the files with a board in one of them, or below.
    """

    changed_since: str | None = None
    owners: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


def select_files(
    project: ProjectSettings,
    selection: BoardSelection,
    *,
    environment: Environment,
    paths: Sequence[Path] | None = None,
) -> tuple[Path, ...]:
    """Return the declaring files that satisfy a selection; nothing is written.

    Files that the build cache does not have are run, since their imports decide.

    Args:
        project: The project.
        selection: The conditions.
        environment: The environment.
        paths: Files and folders to select from; the whole project when None.

    Raises:
        ConfigError: No git, no such ref, no CODEOWNERS, or an owner or folder without boards.
    """
    tests = list(_tests(project, selection, environment))
    files = compile_each_file(project, environment=environment, paths=paths, cache=CacheUse.READ)
    for title in selection.folders:
        if not any(_is_in(file, project, environment, [title]) for file in files):
            raise ConfigError(
                f"--folder {title}: no board is in such a folder",
                hint="`boardwright list` shows the folders; levels are separated by /.",
            )
    return tuple(
        file.path for file in files if _declares(file) and all(test(file) for test in tests)
    )


def _declares(file: CompiledFile) -> bool:
    """Return whether a file declares something, or failed before that could be seen."""
    return bool(file.boards or file.alerts or file.rules or file.load_errors or file.compile_errors)


def _tests(
    project: ProjectSettings, selection: BoardSelection, environment: Environment
) -> Iterator[Callable[[CompiledFile], bool]]:
    if selection.changed_since is not None:
        yield AffectedFiles(project, selection.changed_since).has
    if selection.owners:
        owners = CodeOwners(project.root)
        owners.require(selection.owners)
        yield lambda file: not owners.of(file.path).isdisjoint(selection.owners)
    if selection.folders:
        yield lambda file: _is_in(file, project, environment, selection.folders)


def _is_in(
    file: CompiledFile, project: ProjectSettings, environment: Environment, wanted: Sequence[str]
) -> bool:
    """Return whether a board or alert group of a file is in one of the folders, or below.

    The folder of a file that failed is not known: it counts as in each of them.
    """
    if file.load_errors or file.compile_errors:
        return True
    prefix = environment.folder_prefix
    folders = {*(board.folder for board in file.boards), *(group.folder for group in file.alerts)}
    titles = {project.folder_of(folder, prefix=prefix).title for folder in folders}
    return any(title == name or title.startswith(f"{name}/") for title in titles for name in wanted)
