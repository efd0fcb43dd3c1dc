"""Compiles the source files of a project to boards, alert groups and rules."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from boardwright.errors import BoardwrightError, DeclarationError, raise_any
from boardwright.frozen import frozen
from boardwright.loading.board_discovery import (
    RULE_SUFFIXES,
    SUFFIXES,
    BoardFiles,
    find_board_files,
    find_dashboards_folder,
)
from boardwright.loading.compiled_file import CompiledFile
from boardwright.notation.file_names import name_file
from boardwright.projects.compiled_files import compile_files
from boardwright.projects.imported_boards import select_own_boards, select_own_groups
from boardwright.projects.shared_errors import merge_errors
from boardwright.provisioning.alert_links import (
    AlertLinks,
    find_alert_links,
    link_managed,
    link_rules,
)
from boardwright.provisioning.output_paths import (
    PlacedBoard,
    PlacedGroup,
    find_duplicates,
    find_group_duplicates,
    find_groups_without_folder,
)
from boardwright.schema.document import Note
from boardwright.schema.rule_values import RuleFile, RuleGroup, drop_alert_rules

if TYPE_CHECKING:
    from boardwright.config.project import Environment, ProjectSettings

Progress = Callable[[int, int], None]
"""Function that takes the number of finished items and the total number of items."""


class CacheUse(Enum):
    """How a command uses the cache of earlier builds.

    `NOTHING` means that the command does not use the cache. With `READ`, the command reads cached
    results. With `KEEP`, the command reads cached results and stores new results.
    """

    NOTHING = auto()
    READ = auto()
    KEEP = auto()


@frozen
class CompiledProject:
    """The boards and rules of a project that compile, and the errors of all others.

    Attributes:
        boards: The boards with their Grafana folders, sorted by title of the folder and uid.
        alerts: The groups of Grafana's alert rules with their Grafana folders.
        errors: Errors of boards, rules and files.
        notes: Notes about boards, alert groups and files.
        file_notes: The notes in `notes` about whole files, such as skipped files.
        paths: Paths of the source files.
        rules: The groups of Prometheus rules that each source file declares.
    """

    boards: tuple[PlacedBoard, ...]
    alerts: tuple[PlacedGroup, ...]
    errors: tuple[BoardwrightError, ...]
    notes: tuple[Note, ...]
    file_notes: tuple[Note, ...] = ()
    paths: tuple[str, ...]
    rules: tuple[RuleFile, ...] = ()

    @property
    def rule_groups(self) -> tuple[RuleGroup, ...]:
        """The groups of Prometheus rules, in the order of their files."""
        return tuple(group for file in self.rules for group in file.groups)


def compile_project(
    project: ProjectSettings,
    *,
    environment: Environment,
    paths: Sequence[Path] | None = None,
    cache: CacheUse = CacheUse.NOTHING,
    progress: Progress = lambda done, total: None,
    meanwhile: Callable[[], object] = lambda: None,
    link_alerts: bool = True,
) -> CompiledProject:
    """Load and compile the source files at `paths`, or all source files of the project.

    Args:
        project: The project's settings, from boardwright.toml.
        environment: The environment for which the boards are compiled.
        paths: Files and folders; None for the whole project.
        cache: How to use the cached results of earlier builds.
        progress: Function that is called after each compiled file, with the number of compiled
            files and the total.
        meanwhile: Function that is called once, while other processes compile.
        link_alerts: Whether alerts get annotations that link to panels. If true, and if `paths`
            contain Prometheus rules, the function compiles all boards of the project to find the
            panels.
    """
    board_files = _find_files(project, paths)
    files = board_files.paths
    results = _collect_results(project, environment, files, paths, cache, progress, meanwhile)
    prefix = environment.folder_prefix
    boards = [
        (project.find_folder(board.folder, prefix=prefix), board)
        for board in select_own_boards(results)
    ]
    boards.sort(key=lambda placed: (placed[0].title, placed[1].uid))
    has_all_boards = paths is None or not link_alerts
    links = _find_links(project, environment, boards, results, cache, has_all_boards=has_all_boards)
    alerts = [
        (project.find_folder(group.folder, prefix=prefix), link_managed(group, links))
        for group in select_own_groups(results)
    ]
    alerts.sort(key=lambda placed: (placed[0].title, placed[1].name))
    rules = _select_prometheus_rules(project, environment, results)
    file_notes = (*(remark for file in results for remark in file.remarks), *board_files.notes)
    return CompiledProject(
        boards=tuple(boards),
        alerts=tuple(alerts),
        errors=(
            *board_files.errors,
            *_collect_errors(project, results),
            *find_duplicates(boards),
            *find_group_duplicates(alerts),
            *find_groups_without_folder(alerts),
            *_find_repeated_groups(rules),
        ),
        notes=(
            *(note for _, board in boards for note in board.notes),
            *(note for _, group in alerts for note in group.notes),
            *file_notes,
        ),
        file_notes=file_notes,
        paths=tuple(name_file(file, project.root) for file in files),
        rules=tuple(link_rules(file, links, environment.server.url) for file in rules),
    )


def _find_links(
    project: ProjectSettings,
    environment: Environment,
    boards: Sequence[PlacedBoard],
    files: Sequence[CompiledFile],
    cache: CacheUse,
    *,
    has_all_boards: bool,
) -> AlertLinks:
    """Return the panel to which each alert links.

    The panel may be on any board of the project. If `boards` does not contain all boards and a file
    declares rules, compile the whole project.
    """
    if has_all_boards or not any(file.rules for file in files):
        return find_alert_links(boards)
    use = CacheUse.NOTHING if cache is CacheUse.NOTHING else CacheUse.READ
    return find_alert_links(compile_project(project, environment=environment, cache=use).boards)


def _find_repeated_groups(files: Sequence[RuleFile]) -> Iterator[DeclarationError]:
    """Yield an error for each group whose name already occurs in the same rule file."""
    for file in files:
        seen: set[str] = set()
        for group in file.groups:
            if group.name in seen:
                yield DeclarationError(
                    f'two rule groups of this file have the name "{group.name}"',
                    where=group.place or file.source,
                    hint="Give one group another name, because Prometheus rejects a rule file with "
                    "duplicate group names.",
                )
            seen.add(group.name)


def compile_each_file(
    project: ProjectSettings,
    *,
    environment: Environment,
    paths: Sequence[Path] | None = None,
    cache: CacheUse,
) -> list[CompiledFile]:
    """Load and compile the source files at `paths`, and return a result for each file.

    Args:
        project: The project's settings, from boardwright.toml.
        environment: The environment for which the boards are compiled.
        paths: Files and folders; None for the whole project.
        cache: How to use the cached results of earlier builds.

    Raises:
        DeclarationError: A folder cannot be read.
    """
    board_files = _find_files(project, paths)
    raise_any(board_files.errors)
    return _collect_results(project, environment, board_files.paths, paths, cache)


def _select_prometheus_rules(
    project: ProjectSettings, environment: Environment, files: Sequence[CompiledFile]
) -> tuple[RuleFile, ...]:
    """Return the rules that Prometheus evaluates.

    Alert rules are included only if the setting `alerts_in` contains `prometheus`.
    """
    if "prometheus" in environment.alerts_in:
        groups = {file.path: file.rules for file in files}
    else:
        groups = {file.path: drop_alert_rules(file.rules) for file in files}
    return tuple(
        RuleFile(source=name_file(path, project.root), groups=file_groups)
        for path, file_groups in groups.items()
        if file_groups
    )


def _collect_results(
    project: ProjectSettings,
    environment: Environment,
    files: Sequence[Path],
    paths: Sequence[Path] | None,
    use: CacheUse,
    progress: Progress = lambda done, total: None,
    meanwhile: Callable[[], object] = lambda: None,
) -> list[CompiledFile]:
    """Return the result of each file in `files`, from the cache or by compiling the file.

    `paths` are the arguments of the command; None for the whole project.
    """
    explicit = {path.resolve() for path in paths or () if not path.is_dir()}
    cache, results = None, dict[Path, CompiledFile]()
    if use is not CacheUse.NOTHING:
        from boardwright.cache.store import Cache

        cache = Cache(project, environment)
        cached = cache.read(files)
        results = {p: file for p, file in cached.items() if file.boards or p not in explicit}
    cached_count = len(results)
    missing = [path for path in files if path not in results]
    if missing:
        compiling = compile_files(project, environment, missing, explicit=explicit)
        meanwhile()
        for file in compiling:
            results[file.path] = file
            progress(len(results) - cached_count, len(missing))
            if cache is not None and use is CacheUse.KEEP:
                cache.write(file)
    if cache is not None and use is CacheUse.KEEP and paths is None:
        cache.forget_others(files)
    return [results[path] for path in files]


def _collect_errors(
    project: ProjectSettings, files: Sequence[CompiledFile]
) -> list[BoardwrightError]:
    """Return the errors of all files, with load errors before compile errors."""
    failed = (file for file in files if file.load_errors or file.compile_errors)
    named = [(name_file(file.path, project.root), file) for file in failed]
    loading = [(name, error) for name, file in named for error in file.load_errors]
    compiling = [(name, error) for name, file in named for error in file.compile_errors]
    return merge_errors([*loading, *compiling])


def _find_files(project: ProjectSettings, paths: Sequence[Path] | None) -> BoardFiles:
    if paths is None:
        return _merge_files(
            [find_board_files(find_dashboards_folder(project), project), find_rule_files(project)]
        )
    return _merge_files(
        [
            find_board_files(
                path.absolute(), project, suffixes=list_declaring_suffixes(project, path)
            )
            if path.is_dir()
            else BoardFiles(paths=(path.resolve(),))
            for path in paths
        ]
    )


def list_declaring_suffixes(project: ProjectSettings, folder: Path) -> tuple[str, ...]:
    """Return the file name extensions of the source files in a folder.

    Only the project's folder for Prometheus rules can contain YAML files with rules.
    """
    rules = (project.root / project.rules.folder).resolve()
    return RULE_SUFFIXES if folder.resolve().is_relative_to(rules) else SUFFIXES


def find_rule_files(project: ProjectSettings) -> BoardFiles:
    """Return the source files in the project's folder for Prometheus rules.

    Modules that define rules for `boardwright check` are omitted.
    """
    folder = project.root / project.rules.folder
    if not os.path.lexists(folder):
        return BoardFiles(paths=())
    rule_files = find_board_files(folder, project, suffixes=RULE_SUFFIXES)
    check_modules = {(project.root / name).absolute() for name in project.check.rules}
    paths = tuple(path for path in rule_files.paths if path.absolute() not in check_modules)
    return replace(rule_files, paths=paths)


def _merge_files(parts: Sequence[BoardFiles]) -> BoardFiles:
    return BoardFiles(
        paths=tuple(dict.fromkeys(path for part in parts for path in part.paths)),
        notes=tuple(note for part in parts for note in part.notes),
        errors=tuple(error for part in parts for error in part.errors),
    )


def build_counter(progress: Progress, total: int) -> Callable[[], None]:
    """Return a function that counts its calls, and passes each new count to `progress`.

    Several threads may call the returned function.
    """
    done = iter(range(1, total + 1))
    return lambda: progress(next(done, total), total)
