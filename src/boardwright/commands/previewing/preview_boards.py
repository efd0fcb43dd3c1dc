"""Finds the boards for a preview: declarations of a project, or dashboard JSON files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from boardwright.errors import BoardwrightError, ConfigError, DeclarationError, NotABoardError
from boardwright.frozen import frozen
from boardwright.loading.board_discovery import BoardFiles, require_board_files
from boardwright.loading.skipped_files import build_skipped_note
from boardwright.notation.file_names import name_file
from boardwright.notation.similar_names import list_names, suggest_name
from boardwright.projects.compiled_project import CacheUse, compile_project
from boardwright.provisioning.output_paths import find_duplicates
from boardwright.schema.board_addresses import replace_illegal_characters
from boardwright.schema.board_result import BoardResult
from boardwright.schema.dashboard import Dashboard
from boardwright.schema.document import Board, Note, Place

if TYPE_CHECKING:
    from boardwright.config.project import ProjectSettings


@frozen
class NamedBoard:
    """A compiled board with a unique file name.

    Attributes:
        name: Name of the board's page and recording, without a suffix. No two boards of a preview
            have the same name.
        folder: Title of the board's Grafana folder.
        compiled: The compiled board.
        body: JSON of the board.
    """

    name: str
    folder: str
    compiled: BoardResult = field(repr=False)
    body: Board = field(repr=False)


@frozen
class BoardInputs:
    """The boards to show, and the errors of files whose boards cannot be shown.

    Attributes:
        boards: The boards that could be compiled.
        errors: Errors of files that could not be read or compiled.
        notes: Notes about skipped files, such as JSON files without a board.
    """

    boards: tuple[NamedBoard, ...]
    errors: tuple[BoardwrightError, ...] = ()
    notes: tuple[Note, ...] = ()


def find_preview_boards(
    project: ProjectSettings | None,
    *,
    here: Path,
    paths: Sequence[Path] | None = None,
    cache: CacheUse = CacheUse.READ,
) -> BoardInputs:
    """Return the boards at `paths`, or all boards of the project.

    Args:
        project: The project; None if there is no project, and `paths` names only JSON files.
        here: The folder to which the paths in error messages are relative.
        paths: Modules, JSON files, or folders; None for the whole project. A JSON file may be of
            any Grafana version, or contain an answer of Grafana's API.
        cache: Whether to use the results of earlier builds, and to store new results.

    Raises:
        DeclarationError: `project` and `paths` are both None, or there are no boards.
    """
    if project is None and paths is None:
        raise DeclarationError(
            "no PATHS were passed, and there is no boardwright.toml in this folder or a parent"
            " folder",
            hint="Pass files or folders as arguments, such as `boardwright preview board.json`.",
        )
    modules, json_files, skipped = _split_files(project, paths)
    boards: list[tuple[str, BoardResult]] = []
    errors: list[BoardwrightError] = []
    if project is not None and (modules or paths is None):
        compiled = compile_project(
            project,
            environment=project.find_environment(None),
            paths=None if paths is None else modules,
            cache=cache,
        )
        boards += [(folder.title, board) for folder, board in compiled.boards]
        same_names = {str(error) for error in find_duplicates(compiled.boards)}
        errors += [error for error in compiled.errors if str(error) not in same_names]
        skipped += compiled.file_notes
    for path, is_named in json_files:
        try:
            boards.append(("", _compile_json(project, path, here)))
        except NotABoardError as error:
            if is_named:
                errors.append(error)
            else:
                place = Place(file=name_file(path, here))
                skipped.append(
                    build_skipped_note(place, error.what, in_project=project is not None)
                )
        except BoardwrightError as error:
            errors.append(error)
    if not boards and not errors and paths != ():
        raise _build_no_boards_error(project, paths, here)
    return BoardInputs(
        boards=tuple(name_boards(boards)), errors=tuple(errors), notes=tuple(skipped)
    )


def _build_no_boards_error(
    project: ProjectSettings | None, paths: Sequence[Path] | None, here: Path
) -> DeclarationError:
    """Return the error for a preview without boards.

    The error prevents that a preview of an empty folder removes all earlier pages.
    """
    folders = [name_file(path, here) for path in paths or ()]
    return DeclarationError(
        "there are no boards to show",
        where=", ".join(folders) or (f"{project.dashboards}/" if project else None),
        hint="Pass modules or dashboard JSON files, or pass folders that contain boards.",
    )


def _split_files(
    project: ProjectSettings | None, paths: Sequence[Path] | None
) -> tuple[list[Path], list[tuple[Path, bool]], list[Note]]:
    """Return the paths of modules, the paths of other files, and notes about skipped files.

    Each path of another file has a second value, which is True if the user named the file.
    """
    modules: list[Path] = []
    others: list[tuple[Path, bool]] = []
    notes: list[Note] = []
    for path in paths or ():
        listing = require_board_files(path, project) if path.is_dir() else BoardFiles(paths=(path,))
        notes += listing.notes
        for file in listing.paths:
            if file.suffix == ".py" and project is not None:
                modules.append(file)
            else:
                others.append((file, not path.is_dir()))
    return modules, others, notes


def _compile_json(project: ProjectSettings | None, path: Path, here: Path) -> BoardResult:
    from boardwright.compiler.board_text import compile_board
    from boardwright.compiler.context import CompilerContext
    from boardwright.found.json_files import read_json_board
    from boardwright.projects.compile_context import build_context

    place = Place(file=name_file(path, here))
    if path.suffix == ".py":
        raise DeclarationError(
            "the file is a Python module, but there is no boardwright.toml in this folder or a"
            " parent folder",
            where=place,
            hint="To preview Python modules, create a project with `boardwright new`.",
        )
    if path.suffix != ".json":
        raise DeclarationError(
            "the file is neither a Python module nor a dashboard JSON file",
            where=place,
            hint="Pass a .py or .json file, or a folder.",
        )
    document = read_json_board(path, place=place)
    context = (
        build_context(project, project.find_environment(None)) if project else CompilerContext()
    )
    return compile_board(document, context)


def refuse_unknown_variables(names: Iterable[str], boards: Iterable[Board]) -> None:
    """Raise an error if no board has a variable of a given name.

    Args:
        names: Names of the variables.
        boards: JSON of the boards.

    Raises:
        ConfigError: No board has a variable with one of the names.
    """
    variables = (each for board in boards for each in Dashboard(board).variables)
    known = sorted({each.name for each in variables if each.name})
    for name in names:
        if name not in known:
            raise ConfigError(
                f"--var {name}: no board has a variable {name!r}",
                hint=suggest_name(name, known, otherwise=list_names("Variables", known))
                if known
                else "None of the boards has a variable.",
            )


def name_boards(boards: Iterable[tuple[str, BoardResult]]) -> Iterator[NamedBoard]:
    """Yield each board with a unique name for its files.

    Args:
        boards: Pairs of a folder title in Grafana and a board in this folder.
    """
    pairs = list(boards)
    names = iter_unique_names(board.uid for _, board in pairs)
    for name, (folder, board) in zip(names, pairs, strict=True):
        yield NamedBoard(name=name, folder=folder, compiled=board, body=board.body)


def iter_unique_names(uids: Iterable[str]) -> Iterator[str]:
    """Yield a unique file name for each uid: the uid, or the uid with a number."""
    used_names: set[str] = {"index"}
    for uid in uids:
        base = replace_illegal_characters(uid) or "board"
        name, count = base, 1
        while name.lower() in used_names:
            count += 1
            name = f"{base}-{count}"
        used_names.add(name.lower())
        yield name
