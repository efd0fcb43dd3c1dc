"""From a project's files to compiled boards in their folders; what every verb starts with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from boardwright.compile.context import Context
from boardwright.compile.notes import notes
from boardwright.compile.pipeline import compile_document
from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.project.config import Environment, Project
from boardwright.project.loading import discover, load
from boardwright.provisioning.tree import Placed, duplicates
from boardwright.schema.datasource import DataSourceRef
from boardwright.schema.document import Note

Progress = Callable[[int, int], None]
"""Called with how many boards are compiled, and of how many."""


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """Every board that could be compiled, and every problem met on the way."""

    boards: tuple[Placed, ...]
    errors: tuple[BoardwrightError, ...]
    notes: tuple[Note, ...]
    paths: tuple[str, ...]


def compile_project(
    project: Project,
    *,
    environment: Environment,
    paths: Sequence[Path] = (),
    progress: Progress = lambda done, total: None,
) -> Compiled:
    """Load and compile the files at `paths`, or all of the project's.

    Boards are in the order of their folder and uid. One file's or board's problem does not hide
    another's: all are in `errors`.
    """
    files = _files(project, paths)
    loaded = load(
        files,
        root=project.root,
        dashboards=project.root / project.dashboards,
        python_path=[project.root / path for path in project.python_path],
        scrape_interval=project.scrape_interval,
        window=project.window,
        explicit=[path.resolve() for path in paths if not path.is_dir()],
    )
    context = _context(project, environment)
    boards: list[Placed] = []
    errors = list(loaded.errors)
    for count, document in enumerate(loaded.documents, start=1):
        try:
            compiled = compile_document(document, context)
            boards.append((project.folder_of(document.folder), compiled))
        except BoardwrightError as error:
            errors.append(error)
        progress(count, len(loaded.documents))
    boards.sort(key=lambda placed: (placed[0].title, placed[1].body["uid"]))
    return Compiled(
        boards=tuple(boards),
        errors=(*errors, *duplicates(boards)),
        notes=tuple(note for _, document in boards for note in notes(document)),
        paths=tuple(_relative(project, file) for file in files),
    )


def _files(project: Project, paths: Sequence[Path]) -> list[Path]:
    folder = project.root / project.dashboards
    if not paths:
        if not folder.is_dir():
            raise DeclarationError(
                f"no folder {project.dashboards!r} to compile",
                where=str(project.root),
                hint="Make it and put a board in it, or set project.dashboards.",
            )
        return discover(folder)
    files: list[Path] = []
    for path in paths:
        files += discover(path) if path.is_dir() else [path.resolve()]
    return list(dict.fromkeys(files))


def _context(project: Project, environment: Environment) -> Context:
    refs = {s.uid: DataSourceRef(type=s.type, uid=s.uid) for s in project.datasources}
    by_name = {s.name: refs[s.uid] for s in project.datasources}
    return Context(
        scrape_interval=project.scrape_interval,
        default_datasource=project.default_datasource,
        datasources={**by_name, **refs},
        tag=project.tag,
        tags=project.tags,
        environment_uids=environment.datasources,
    )


def _relative(project: Project, file: Path) -> str:
    try:
        return file.relative_to(project.root).as_posix()
    except ValueError:
        return file.as_posix()
