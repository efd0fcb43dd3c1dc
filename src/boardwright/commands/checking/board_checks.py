"""Runs the check rules on each board, in several processes if there are many boards."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from boardwright.checks.problem import Problem
from boardwright.checks.registry import load_built_in_rules
from boardwright.checks.rule import Rule
from boardwright.checks.rule_execution import check_board
from boardwright.checks.settings import Settings
from boardwright.checks.views.board_context import BoardSource
from boardwright.checks.views.board_view import BoardView
from boardwright.checks.views.project_view import BoardFacts
from boardwright.checks.views.reading import source_of_declaration, source_of_json
from boardwright.commands.checking.rule_inputs import load_rules
from boardwright.compiler.context import CompilerContext
from boardwright.compiler.passes import shape
from boardwright.errors import BoardwrightError, DeclarationError, NotABoardError
from boardwright.found.file_contents import read_content
from boardwright.found.json_files import parse_json
from boardwright.frozen import frozen
from boardwright.loading.skipped_files import build_skipped_note
from boardwright.projects.compiled_project import Progress
from boardwright.schema.board_result import BoardResult
from boardwright.schema.document import Document, Note, Place

PAYS_FROM = 1_500_000
"""If the boards have at least this size in bytes together, several processes check them."""


@frozen
class BoardToCheck:
    """One board to check: a JSON file, or a compiled declaration.

    Attributes:
        name: Path of the board's file, as reports show it.
        path: Path of the JSON file; None for a board that Python declares.
        folder: Title of the board's folder in Grafana; for a JSON file, the directory of the file.
        board: The compiled board that Python declares; None for a JSON file.
        named: Whether the user passed the path of the file. If False, boardwright found the file in
            a folder, and skips the file if it contains no board.
    """

    name: str
    path: Path | None
    folder: str
    board: BoardResult | None = None
    named: bool = False


@frozen
class BoardCheckResult:
    """The result of checking one board.

    Attributes:
        name: Path of the board's file, as reports show it.
        problems: The problems that the rules reported.
        facts: Data about the board for rules that compare boards with each other; None if the board
            was not checked.
        error: The error that prevented the check; None if the board was checked.
        skipped: The reason why the file was skipped, such as `contains no dashboard`; None if the
            file was not skipped.
    """

    name: str
    problems: tuple[Problem, ...] = ()
    facts: BoardFacts | None = None
    error: BoardwrightError | None = None
    skipped: str | None = None


def check_boards(
    work: Sequence[BoardToCheck],
    rules: Sequence[Rule],
    settings: Settings,
    *,
    rule_modules: Sequence[Path] = (),
    processes: int | None = None,
    progress: Progress = lambda done, total: None,
) -> list[BoardCheckResult]:
    """Check every board, and return the results in the order of `work`.

    Args:
        work: The boards to check.
        rules: The rules to run.
        settings: Settings for the rules.
        rule_modules: Paths of the modules that define the project's own rules. Each process loads
            these modules.
        processes: Number of processes; None to choose the number by the size of the boards.
        progress: Function that is called after each checked board, with the number of checked
            boards and the number of all boards.
    """
    count = _choose_process_count(work) if processes is None else max(1, processes)
    outcomes = []
    parallel = _check_in_parallel(work, rules, settings, rule_modules, count) if count > 1 else None
    for outcome in parallel or (check_single_board(board, rules, settings) for board in work):
        outcomes.append(outcome)
        progress(len(outcomes), len(work))
    return outcomes


def check_single_board(
    work: BoardToCheck, rules: Sequence[Rule], settings: Settings
) -> BoardCheckResult:
    """Run the rules on one board."""
    try:
        source, text = read_board_source(work)
    except NotABoardError as error:
        if work.named:
            return BoardCheckResult(name=work.name, error=error)
        return BoardCheckResult(name=work.name, skipped=error.what)
    except BoardwrightError as error:
        return BoardCheckResult(name=work.name, error=error)
    board = BoardView(source, settings)
    try:
        problems = check_board(board, rules, lambda: text.decode(errors="replace"))
        outcome = BoardCheckResult(
            name=work.name, problems=tuple(problems), facts=BoardFacts.from_board(board)
        )
        board.close()
        return outcome
    except BoardwrightError as error:
        return BoardCheckResult(name=work.name, error=error)
    except RecursionError:
        return BoardCheckResult(name=work.name, error=_build_depth_error(work))


@frozen
class ReadBoards:
    """Boards that were read but not checked.

    Attributes:
        boards: The boards.
        errors: One error for each file that could not be read.
        skipped: One note for each skipped file. A file in a folder is skipped if it contains no
            board.
    """

    boards: tuple[BoardView, ...]
    errors: tuple[BoardwrightError, ...]
    skipped: tuple[Note, ...]


def read_checked_boards(work: Iterable[BoardToCheck], settings: Settings) -> ReadBoards:
    """Read boards without checking them. A file that contains no board is an error only if the user
    passed its path.
    """
    boards, skipped = [], []
    errors: list[BoardwrightError] = []
    for each in work:
        try:
            boards.append(BoardView(read_board_source(each)[0], settings))
        except NotABoardError as error:
            if each.named:
                errors.append(error)
            else:
                skipped.append(note_skipped_file(each.name, error.what, settings))
        except BoardwrightError as error:
            errors.append(error)
    return ReadBoards(boards=tuple(boards), errors=tuple(errors), skipped=tuple(skipped))


def note_skipped_file(name: str, why: str, settings: Settings) -> Note:
    """Return the note about a file in a folder that contains no board."""
    return build_skipped_note(Place(file=name), why, in_project=settings.in_project)


def read_board_source(work: BoardToCheck) -> tuple[BoardSource, bytes]:
    """Return a board and the content of its JSON file. If Python declares the board, the content is
    empty.

    Raises:
        BoardwrightError: The file cannot be read, or contains no board.
    """
    if work.board is not None:
        return source_of_declaration(work.board, folder=work.folder), b""
    place = Place(file=work.name)
    content = read_content(work.path or Path(work.name), place)
    source = source_of_json(parse_json(content, place=place), place=place, folder=work.folder)
    if source.form != "v2":
        _require_structure(source)
    return source, content


def _require_structure(source: BoardSource) -> None:
    """Check that the values of a board have the types that the rules expect.

    Raises:
        DocumentError: A value that must be a list or an object has another type.
    """
    body = dict(source.body)
    document = Document(body=body, place=source.place, name="", form="json")
    shape.run(body, CompilerContext(document=document))


def _build_depth_error(work: BoardToCheck) -> DeclarationError:
    return DeclarationError("the board is nested too deeply to be checked", where=work.name)


def _choose_process_count(work: Sequence[BoardToCheck]) -> int:
    size = sum(len(w.board.text) if w.board else _measure_size(w.path) for w in work)
    if size < PAYS_FROM or len(work) < 2:
        return 1
    available = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return min(available, len(work))


def _measure_size(path: Path | None) -> int:
    try:
        return path.stat().st_size if path else 0
    except OSError:
        return 0


_RARELY = (100_000, 20, 20)
"""Thresholds for Python's garbage collector in worker processes. With these thresholds, the garbage
collector runs once every few boards."""

_JOB: tuple[Sequence[Rule], Settings] = ((), Settings())
"""The rules and settings of a worker process. `_initialise_process` sets them once, so that the
main process does not send them with each board.
"""


def _check_in_parallel(
    work: Sequence[BoardToCheck],
    rules: Sequence[Rule],
    settings: Settings,
    rule_modules: Sequence[Path],
    count: int,
) -> Iterator[BoardCheckResult]:
    ids = tuple(rule.id for rule in rules)
    method = "fork" if sys.platform == "linux" else "spawn"
    chunk = max(1, min(16, len(work) // (count * 4)))
    with ProcessPoolExecutor(
        max_workers=count,
        mp_context=multiprocessing.get_context(method),
        initializer=_initialise_process,
        initargs=(ids, settings, tuple(rule_modules)),
    ) as pool:
        try:
            yield from pool.map(_check_in_process, work, chunksize=chunk)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _initialise_process(
    ids: Iterable[str], settings: Settings, rule_modules: Sequence[Path]
) -> None:
    global _JOB  # noqa: PLW0603 - a worker process can pass data to its tasks only in this way
    gc.freeze()
    gc.set_threshold(*_RARELY)
    known = {rule.id: rule for rule in load_built_in_rules()}
    known |= {rule.id: rule for path in rule_modules for rule in load_rules(path)}
    _JOB = tuple(known[name] for name in ids), settings


def _check_in_process(work: BoardToCheck) -> BoardCheckResult:
    return check_single_board(work, *_JOB)
