"""The boards that a preview shows: a project's declarations, or any dashboard's JSON file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boardwright.api.compiled_project import CacheUse, compile_project
from boardwright.errors import BoardwrightError, ConfigError, DeclarationError, NotABoardError
from boardwright.frozen import frozen
from boardwright.loading.board_files import discover
from boardwright.preview.variable_options import variables_of
from boardwright.provisioning.placed import duplicates
from boardwright.schema.compiled import CompiledBoard
from boardwright.schema.document import Board, Place

if TYPE_CHECKING:
    from boardwright.config.project import Project

_NAME = re.compile(r"[^A-Za-z0-9_-]+")


@frozen
class Shown:
    """A board to be shown.

    Attributes:
        name: What its files are called; no other board's are.
        folder: Title of its folder.
        board: The compiled board.
        body: Its data.
    """

    name: str
    folder: str
    board: CompiledBoard = field(repr=False)
    body: dict[str, Any] = field(repr=False)


@frozen
class FoundBoards:
    """The boards to show.

    Attributes:
        errors: Why other boards could not be read or compiled.
        skipped: JSON files of scanned folders that are not dashboards.
    """

    boards: tuple[Shown, ...]
    errors: tuple[BoardwrightError, ...]
    skipped: tuple[str, ...] = ()


def find_boards(
    project: Project | None,
    *,
    here: Path,
    paths: Sequence[Path] = (),
    cache: CacheUse = CacheUse.READ,
) -> FoundBoards:
    """Return the boards at `paths`, or all of the project's.

    Args:
        project: The project; None outside one, where only JSON files can be shown.
        here: The folder that paths outside a project are told relative to.
        paths: Modules, JSON files of any age and envelope, folders.
        cache: What to do with what earlier builds compiled.

    Raises:
        DeclarationError: There is neither a project nor a path.
    """
    if project is None and not paths:
        raise DeclarationError(
            "no path given, and no boardwright.toml here or in a folder above",
            hint="Name files or folders: boardwright preview board.json",
        )
    inside, outside = _parted(project, paths)
    boards: list[tuple[str, CompiledBoard]] = []
    errors: list[BoardwrightError] = []
    if project is not None and (inside or not paths):
        compiled = compile_project(
            project, environment=project.environment(None), paths=inside, cache=cache
        )
        boards += [(folder.title, board) for folder, board in compiled.boards]
        twins = {str(error) for error in duplicates(compiled.boards)}
        errors += [error for error in compiled.errors if str(error) not in twins]
    skipped: list[str] = []
    for path, named in outside:
        try:
            boards.append(("", _from_json(project, path, here)))
        except NotABoardError as error:
            if named:
                errors.append(error)
            else:
                skipped.append(_shown_path(path, here))
        except BoardwrightError as error:
            errors.append(error)
    return FoundBoards(
        boards=tuple(named_boards(boards)), errors=tuple(errors), skipped=tuple(skipped)
    )


def _parted(
    project: Project | None, paths: Sequence[Path]
) -> tuple[list[Path], list[tuple[Path, bool]]]:
    """Return the modules, and the JSON files with whether the user named each."""
    modules: list[Path] = []
    others: list[tuple[Path, bool]] = []
    for path in paths:
        inside = discover(path) if path.is_dir() else [path]
        for file in inside:
            if file.suffix == ".py" and project is not None:
                modules.append(file)
            else:
                others.append((file, not path.is_dir()))
    return modules, others


def _from_json(project: Project | None, path: Path, here: Path) -> CompiledBoard:
    from boardwright.api.compile_context import context_of
    from boardwright.compiler.board_text import compile_board
    from boardwright.compiler.context import Context
    from boardwright.found.json_files import read_json_board

    place = Place(file=_shown_path(path, here))
    if path.suffix == ".py":
        hint = "Declarations belong to a project: run `boardwright new` to start one."
        what = "is a module, and there is no boardwright.toml here or in a folder above"
        raise DeclarationError(what, where=place, hint=hint)
    if path.suffix != ".json":
        what = "is neither a module that declares boards nor a dashboard's JSON"
        raise DeclarationError(what, where=place, hint="Name a .py or .json file, or a folder.")
    document = read_json_board(path, place=place)
    context = context_of(project, project.environment(None)) if project else Context()
    return compile_board(document, context)


def _shown_path(path: Path, here: Path) -> str:
    absolute = path.absolute()
    inside = absolute.is_relative_to(here)
    return (absolute.relative_to(here) if inside else absolute).as_posix()


def refuse_unknown(given: Iterable[str], boards: Iterable[Board]) -> None:
    """Refuse values of variables that no board has: they would change nothing.

    Args:
        given: The variables' names.
        boards: The boards' data.

    Raises:
        ConfigError: A name is no variable's.
    """
    known = sorted({str(v["name"]) for board in boards for v in variables_of(board)})
    for name in given:
        if name not in known:
            raise ConfigError(
                f"--var {name}: no board has such a variable", hint=_nearest(name, known)
            )


def _nearest(name: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    if near:
        return f"Did you mean {near[0]}?"
    return f"There are: {', '.join(known)}." if known else "There are none."


def named_boards(boards: Iterable[tuple[str, CompiledBoard]]) -> Iterator[Shown]:
    """Give each board a name for its files: its uid, with a number where two have the same."""
    taken: set[str] = {"index"}
    for folder, board in boards:
        base = _NAME.sub("-", board.uid) or "board"
        name, count = base, 1
        while name.lower() in taken:
            count += 1
            name = f"{base}-{count}"
        taken.add(name.lower())
        yield Shown(name=name, folder=folder, board=board, body=board.body)
