"""Finds the files that a check reads."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from boardwright.commands.checking.board_checks import BoardToCheck
from boardwright.commands.checking.server_file_list import ServerFiles, find_server_files
from boardwright.config.project import ProjectSettings
from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.frozen import frozen
from boardwright.loading.board_discovery import (
    BoardFiles,
    find_dashboards_folder,
    require_board_files,
)
from boardwright.notation.file_names import name_file
from boardwright.projects.compiled_project import CacheUse, compile_project, find_rule_files
from boardwright.provisioning.output_paths import find_duplicates
from boardwright.schema.alerting.alerts import CompiledGroup
from boardwright.schema.document import Note
from boardwright.schema.rule_values import RuleFile

_YAML = frozenset({".yml", ".yaml"})


@frozen
class CheckInputs:
    """The boards, rules and configuration files to check.

    Attributes:
        work: The compiled boards that Python declares, and JSON files that are read later.
        alerts: The Grafana alert groups that Python modules declare.
        rules: The Prometheus rules that the project declares in its rules folder or in modules.
        server_files: Configuration files of Prometheus and Grafana, and rule files of Prometheus.
        errors: Errors that occurred when files were read or compiled.
        whole: Whether the whole project is checked.
        skipped: One note for each skipped file.
    """

    work: tuple[BoardToCheck, ...]
    alerts: tuple[CompiledGroup, ...]
    server_files: ServerFiles
    errors: tuple[BoardwrightError, ...]
    whole: bool
    rules: tuple[RuleFile, ...] = ()
    skipped: tuple[Note, ...] = ()


def choose_root(project: ProjectSettings | None, here: Path) -> Path:
    """Return the folder to which the names of files in reports are relative."""
    return project.root if project else here


def find_work(
    project: ProjectSettings | None,
    *,
    here: Path,
    paths: Sequence[Path] | None,
    cache: CacheUse = CacheUse.NOTHING,
) -> CheckInputs:
    """Find the boards and configuration files at `paths`, or of the whole project.

    Args:
        project: The project; None if the current folder is in no project.
        here: The folder to which paths are relative if there is no project.
        paths: Files and folders; None for the whole project.
        cache: Whether to read and store compiled boards in the cache.

    Raises:
        DeclarationError: `paths` is None, and there is no project, or the project contains neither
            boards nor rules.
    """
    root = choose_root(project, here)
    if paths is None and project is None:
        raise DeclarationError(
            "no PATHS were given, and there is no boardwright.toml here or in a folder above",
            hint="Pass files or folders as arguments, such as `boardwright check dashboards/ "
            "board.json`.",
        )
    files, skipped = _find_files(project, paths)
    rule_files = _list_rule_files(project) if paths is None else BoardFiles(paths=())
    modules = [path for path, _ in files if path.suffix == ".py"]
    declared = _compile_modules(
        project, [*modules, *rule_files.paths], whole=paths is None, cache=cache
    )
    server_files = find_server_files(
        project,
        [path for path, _ in files if path.suffix in _YAML],
        whole=paths is None,
        name_of=lambda path: name_file(path, root),
    )
    if project is not None and paths is None and not (files or _has_rules(project, server_files)):
        raise DeclarationError(
            "the project contains no boards to check",
            where=f"{project.dashboards}/",
            hint="Check that this folder exists and is mounted, or pass files as arguments, "
            "such as `boardwright check rules.yml`.",
        )
    json_files = [
        BoardToCheck(
            name=name_file(path, root), path=path, folder=_name_folder(path, root), named=named
        )
        for path, named in files
        if path.suffix not in {".py", *_YAML}
    ]
    return CheckInputs(
        work=(*declared.work, *json_files),
        alerts=declared.alerts,
        rules=declared.rules,
        server_files=server_files,
        errors=(*declared.errors, *server_files.errors),
        whole=paths is None,
        skipped=(*skipped, *rule_files.notes),
    )


def _list_requested_paths(
    project: ProjectSettings | None, paths: Sequence[Path] | None
) -> Sequence[Path]:
    """Return the files and folders that the user named, or the dashboards folder of the project."""
    if paths is not None:
        return paths
    return [find_dashboards_folder(project)] if project else []


def _has_rules(project: ProjectSettings, server_files: ServerFiles) -> bool:
    return bool(server_files.rules) or (project.root / project.rules.folder).is_dir()


def _find_files(
    project: ProjectSettings | None, paths: Sequence[Path] | None
) -> tuple[list[tuple[Path, bool]], tuple[Note, ...]]:
    """Return the path of each file with a flag whether the user passed this path, and one note for
    each skipped file.
    """
    outputs = _list_outputs(project)
    files: dict[Path, bool] = {}
    notes: list[Note] = []
    for path in _list_requested_paths(project, paths):
        if not path.is_dir():
            files.setdefault(Path(os.path.abspath(path)), True)
            continue
        found = require_board_files(path, project)
        notes += found.notes
        for file in (Path(os.path.abspath(each)) for each in found.paths):
            if not _is_build_output(file, path, outputs):
                files.setdefault(file, False)
    return [*files.items()], tuple(dict.fromkeys(notes))


def _list_outputs(project: ProjectSettings | None) -> tuple[Path, ...]:
    if project is None:
        return ()
    environments = project.environments.values()
    names = {project.output, *(environment.output for environment in environments)}
    return tuple(project.root / name for name in names)


def _is_build_output(file: Path, folder: Path, outputs: Sequence[Path]) -> bool:
    """Return whether a file in `folder` is in an output folder of `build`. Return False if the user
    asked for the files of this output folder.
    """
    asked = Path(os.path.abspath(folder))
    return any(file.is_relative_to(o) and not asked.is_relative_to(o) for o in outputs)


@frozen
class _DeclaredInputs:
    work: tuple[BoardToCheck, ...] = ()
    alerts: tuple[CompiledGroup, ...] = ()
    rules: tuple[RuleFile, ...] = ()
    errors: tuple[BoardwrightError, ...] = ()


def _compile_modules(
    project: ProjectSettings | None, modules: Sequence[Path], *, whole: bool, cache: CacheUse
) -> _DeclaredInputs:
    if not modules:
        return _DeclaredInputs()
    if project is None:
        hint = "Python modules can only be checked in a project. Run `boardwright new` first."
        what = "this is a Python module, but no boardwright.toml is here or in a folder above"
        errors = (DeclarationError(what, where=str(path), hint=hint) for path in modules)
        return _DeclaredInputs(errors=tuple(errors))
    compiled = compile_project(
        project,
        environment=project.find_environment(None),
        paths=modules,
        cache=cache,
        link_alerts=False,
    )
    twins = {str(error) for error in find_duplicates(compiled.boards)}  # check rules report these
    return _DeclaredInputs(
        work=tuple(
            BoardToCheck(
                name=board.place.file,
                path=None,
                folder=folder.title,
                board=replace(board, panel_places=dict(board.panel_places), notes=()),
            )
            for folder, board in compiled.boards
        ),
        alerts=tuple(group for _, group in compiled.alerts),
        rules=compiled.rules,
        errors=tuple(
            error
            for error in compiled.errors
            if str(error) not in twins and not (whole and error.what == "declares no board")
        ),
    )


def _list_rule_files(project: ProjectSettings | None) -> BoardFiles:
    """Return the rule files in the project's rules folder.

    Raises:
        BoardwrightError: The rules folder, a subfolder or a link in the folder cannot be read.
    """
    found = find_rule_files(project) if project else BoardFiles(paths=())
    for error in found.errors:
        raise error
    return found


def _name_folder(path: Path, root: Path) -> str:
    return Path(name_file(path, root)).parent.as_posix().removeprefix(".")
