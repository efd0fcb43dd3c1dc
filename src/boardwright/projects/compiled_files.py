"""Loads source files, and compiles their boards, alerts and rules in separate processes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from boardwright.errors import BoardwrightError
from boardwright.loading.compiled_file import CompiledFile

if TYPE_CHECKING:
    from boardwright.compiler.context import CompilerContext
    from boardwright.config.project import Environment, ProjectSettings
    from boardwright.loading.file_reader import LoadedFile
    from boardwright.schema.alerting.alerts import AlertDocument

D = TypeVar("D")
C = TypeVar("C")


def compile_files(
    project: ProjectSettings,
    environment: Environment,
    files: Sequence[Path],
    *,
    explicit: Collection[Path],
) -> Iterator[CompiledFile]:
    """Load and compile source files on all cores, and yield each result as soon as it is ready.

    Args:
        project: The project's settings, from boardwright.toml.
        environment: The environment for which the boards are compiled.
        files: Paths of the source files.
        explicit: Files that the user passed on the command line. A file in `explicit` that declares
            nothing causes an error.
    """
    from boardwright.loading.board_discovery import is_board_file
    from boardwright.loading.file_reader import LoadSettings
    from boardwright.loading.load_files import load_files

    folders = [folder.absolute() for folder in project.declaration_folders]
    settings = LoadSettings(
        root=project.root.absolute(),
        dashboards=folders[0],
        rules=folders[1],
        declares=lambda path: is_board_file(
            path, [folder.resolve() for folder in folders], project
        ),
        python_path=tuple(project.root / path for path in project.python_path),
        scrape_interval=project.scrape_interval,
        window=project.window,
        load_timeout=project.load_timeout,
    )
    return load_files(
        files, settings, explicit=explicit, finish=lambda: _build_compiler(project, environment)
    )


def _build_compiler(
    project: ProjectSettings, environment: Environment
) -> Callable[[LoadedFile], CompiledFile]:
    """Import the compiler, and return a function that compiles a loaded file."""
    from boardwright.compiler.alert_groups import compile_group
    from boardwright.compiler.board_text import compile_board
    from boardwright.projects.compile_context import build_context

    context = build_context(project, environment)

    def compile_file(loaded: LoadedFile) -> CompiledFile:
        errors: list[BoardwrightError] = []
        groups = [*loaded.alerts, *_list_managed_groups(loaded, context, errors)]
        return CompiledFile(
            path=loaded.path,
            boards=_compile_documents(
                loaded.documents, lambda board: compile_board(board, context), errors
            ),
            alerts=_compile_documents(groups, lambda group: compile_group(group, context), errors),
            rules=loaded.rules,
            remarks=loaded.remarks,
            load_errors=loaded.errors,
            compile_errors=tuple(errors),
            facts=loaded.facts,
            doubt=loaded.doubt,
        )

    return compile_file


def _list_managed_groups(
    loaded: LoadedFile, context: CompilerContext, errors: list[BoardwrightError]
) -> list[AlertDocument]:
    """Convert the Prometheus alerts of a file to groups that Grafana evaluates.

    If an alert cannot be converted, add the error to `errors`.
    """
    if not loaded.rules or "grafana" not in context.alerts_in:
        return []
    from boardwright.compiler.managed_alerts import iter_managed_groups

    try:
        return [*iter_managed_groups(loaded.rules, loaded.folder)]
    except BoardwrightError as error:
        errors.append(error)
        return []


def _compile_documents(
    documents: Iterable[D], compile_document: Callable[[D], C], errors: list[BoardwrightError]
) -> tuple[C, ...]:
    """Return the compiled documents, and add the errors of all other documents to `errors`."""
    compiled = []
    for document in documents:
        try:
            compiled.append(compile_document(document))
        except BoardwrightError as error:
            errors.append(error)
    return tuple(compiled)
