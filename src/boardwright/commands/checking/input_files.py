"""The files that a check reads."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from boardwright.commands.checking.board_checks import Work
from boardwright.commands.checking.server_file_list import ServerFiles, find_server_files
from boardwright.config.project import ProjectSettings
from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.frozen import frozen
from boardwright.loading.board_discovery import BoardFiles, dashboards_folder, discover
from boardwright.projects.compiled_project import CacheUse, compile_project, find_rule_files
from boardwright.provisioning.placed import duplicates
from boardwright.schema.alerts import CompiledGroup
from boardwright.schema.document import Note
from boardwright.schema.rule_values import RuleFile

_YAML = frozenset({".yml", ".yaml"})


@frozen
class Found:
    """The input of a check.

    Attributes:
        work: The boards: compiled declarations, and JSON files that are not read yet.
        alerts: The groups of Grafana's alert rules that modules declare.
        rules: The rules of Prometheus that modules and rule files declare.
        server_files: Configuration of servers, and rules of Prometheus.
        errors: Files that could not be read or compiled.
        whole: Whether this is the whole project.
        skipped: Notes about files of folders that are not read.
    """

    work: tuple[Work, ...]
    alerts: tuple[CompiledGroup, ...]
    server_files: ServerFiles
    errors: tuple[BoardwrightError, ...]
    whole: bool
    rules: tuple[RuleFile, ...] = ()
    skipped: tuple[Note, ...] = ()


def root_of(project: ProjectSettings | None, here: Path) -> Path:
    """Return the folder that paths are relative to."""
    return project.root if project else here


def find_work(
    project: ProjectSettings | None,
    *,
    here: Path,
    paths: Sequence[Path] | None,
    cache: CacheUse = CacheUse.NOTHING,
) -> Found:
    """Find the boards and configuration files at `paths`, or all of the project.

    Args:
        project: The project; None outside one.
        here: The folder to which paths outside a project are relative.
        paths: Files and folders; all of the project's when None.
        cache: How to use the results of earlier builds.

    Raises:
        DeclarationError: There is no project and no path, or the project has no boards.
    """
    root = root_of(project, here)
    if paths is None and project is None:
        raise DeclarationError(
            "no path given, and no boardwright.toml here or in a folder above",
            hint="Name files or folders: boardwright check dashboards/ board.json",
        )
    files, skipped = _files(project, paths)
    rule_files = _rule_files(project) if paths is None else BoardFiles(paths=())
    modules = [path for path, _ in files if path.suffix == ".py"]
    declared = _declared_boards(
        project, [*modules, *rule_files.paths], whole=paths is None, cache=cache
    )
    server_files = find_server_files(
        project,
        [path for path, _ in files if path.suffix in _YAML],
        whole=paths is None,
        name_of=lambda path: _name(path, root),
    )
    if project is not None and paths is None and not (files or _has_rules(project, server_files)):
        raise DeclarationError(
            "no boards to check",
            where=f"{project.dashboards}/",
            hint="Is the folder not mounted? Name other files to check: boardwright check a.yml",
        )
    json_files = [
        Work(name=_name(path, root), path=path, folder=_folder(path, root), named=named)
        for path, named in files
        if path.suffix not in {".py", *_YAML}
    ]
    return Found(
        work=(*declared.work, *json_files),
        alerts=declared.alerts,
        rules=declared.rules,
        server_files=server_files,
        errors=(*declared.errors, *server_files.errors),
        whole=paths is None,
        skipped=(*skipped, *rule_files.notes),
    )


def _requested_files(
    project: ProjectSettings | None, paths: Sequence[Path] | None
) -> Sequence[Path]:
    """Return the files and folders to read: those named, else the project's."""
    if paths is not None:
        return paths
    return [dashboards_folder(project)] if project else []


def _has_rules(project: ProjectSettings, server_files: ServerFiles) -> bool:
    return bool(server_files.rules) or (project.root / project.rules.folder).is_dir()


def _files(
    project: ProjectSettings | None, paths: Sequence[Path] | None
) -> tuple[list[tuple[Path, bool]], tuple[Note, ...]]:
    """Return each file once with whether the user named it, and notes about skipped files."""
    outputs = _outputs(project)
    files: dict[Path, bool] = {}
    notes: list[Note] = []
    for path in _requested_files(project, paths):
        if not path.is_dir():
            files.setdefault(Path(os.path.abspath(path)), True)
            continue
        found = discover(path, project)
        notes += found.notes
        for file in (Path(os.path.abspath(each)) for each in found.paths):
            if not _is_written(file, path, outputs):
                files.setdefault(file, False)
    return [*files.items()], tuple(dict.fromkeys(notes))


def _outputs(project: ProjectSettings | None) -> tuple[Path, ...]:
    if project is None:
        return ()
    environments = project.environments.values()
    names = {project.output, *(environment.output for environment in environments)}
    return tuple(project.root / name for name in names)


def _is_written(file: Path, folder: Path, outputs: Sequence[Path]) -> bool:
    """Whether a build wrote the file, and the user did not name the output folder."""
    asked = Path(os.path.abspath(folder))
    return any(file.is_relative_to(o) and not asked.is_relative_to(o) for o in outputs)


@frozen
class _Declared:
    """The declarations of modules and rule files."""

    work: tuple[Work, ...] = ()
    alerts: tuple[CompiledGroup, ...] = ()
    rules: tuple[RuleFile, ...] = ()
    errors: tuple[BoardwrightError, ...] = ()


def _declared_boards(
    project: ProjectSettings | None, modules: Sequence[Path], *, whole: bool, cache: CacheUse
) -> _Declared:
    if not modules:
        return _Declared()
    if project is None:
        hint = "Declarations belong to a project: run `boardwright new` to start one."
        what = "is a Python module, and there is no boardwright.toml here or in a folder above"
        errors = (DeclarationError(what, where=str(path), hint=hint) for path in modules)
        return _Declared(errors=tuple(errors))
    compiled = compile_project(
        project,
        environment=project.environment(None),
        paths=modules,
        cache=cache,
        link_alerts=False,
    )
    twins = {str(error) for error in duplicates(compiled.boards)}  # rules report them
    return _Declared(
        work=tuple(
            Work(
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


def _rule_files(project: ProjectSettings | None) -> BoardFiles:
    """Return the files of the project's folder of rules.

    Raises:
        BoardwrightError: The folder, or a folder or link below it, cannot be read.
    """
    found = find_rule_files(project) if project else BoardFiles(paths=())
    for error in found.errors:
        raise error
    return found


def _name(path: Path, root: Path) -> str:
    for base in (root, root.resolve()):
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return path.as_posix()


def _folder(path: Path, root: Path) -> str:
    return Path(_name(path, root)).parent.as_posix().removeprefix(".")
