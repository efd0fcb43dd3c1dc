"""Running and compiling declaring files; imported when there is any to run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from boardwright.api.compile_context import context_of
from boardwright.compiler.alert_groups import compile_group
from boardwright.compiler.board_text import compile_board
from boardwright.compiler.context import Context
from boardwright.config.project import Environment, Project
from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.loading.load_documents import Loaded, loader
from boardwright.loading.load_watcher import Watch
from boardwright.schema.alerts import CompiledGroup
from boardwright.schema.compiled import CompiledBoard
from boardwright.schema.document import Note

D = TypeVar("D")
C = TypeVar("C")


@frozen
class CompiledFile:
    """What one declaring file gave.

    Attributes:
        alerts: Its groups of alert rules.
        remarks: Of running it: what was declared and comes to nothing.
        load_errors: Of running it, those that no other file had before.
        compile_errors: Of compiling its boards.
        failed: Whether anything went wrong, told here or before.
    """

    path: Path
    boards: tuple[CompiledBoard, ...]
    alerts: tuple[CompiledGroup, ...]
    remarks: tuple[Note, ...]
    load_errors: tuple[BoardwrightError, ...]
    compile_errors: tuple[BoardwrightError, ...]
    failed: bool


def compile_files(
    project: Project,
    environment: Environment,
    files: Collection[Path],
    *,
    declaring: Sequence[Path],
    explicit: Collection[Path],
    watch: Watch,
) -> Iterator[CompiledFile]:
    """Run files in their order and compile their boards, one file at a time.

    Args:
        project: The project.
        environment: The environment.
        files: The files.
        declaring: All files that boards may belong to.
        explicit: Those that the user named.
        watch: Is told what the modules do.
    """
    context = context_of(project, environment)
    load = loader(
        declaring,
        root=project.root,
        dashboards=project.root / project.dashboards,
        python_path=[project.root / path for path in project.python_path],
        scrape_interval=project.scrape_interval,
        window=project.window,
        explicit=explicit,
        watch=watch,
    )
    with load as found:
        for path in files:
            yield _compiled(path, found.read(path), context)


def _compiled(path: Path, loaded: Loaded, context: Context) -> CompiledFile:
    errors: list[BoardwrightError] = []
    boards = _each(loaded.documents, lambda document: compile_board(document, context), errors)
    alerts = _each(loaded.alerts, lambda document: compile_group(document, context), errors)
    return CompiledFile(
        path=path,
        boards=boards,
        alerts=alerts,
        remarks=loaded.remarks,
        load_errors=loaded.errors,
        compile_errors=tuple(errors),
        failed=loaded.failed or bool(errors),
    )


def _each(
    documents: Iterable[D], run: Callable[[D], C], errors: list[BoardwrightError]
) -> tuple[C, ...]:
    """Compile each document; the errors of those that cannot be go into `errors`."""
    compiled = []
    for document in documents:
        try:
            compiled.append(run(document))
        except BoardwrightError as error:
            errors.append(error)
    return tuple(compiled)
