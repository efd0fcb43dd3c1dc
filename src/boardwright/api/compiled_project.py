"""From a project's files to compiled boards in their folders; what every verb starts with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from boardwright.errors import BoardwrightError, DeclarationError
from boardwright.frozen import frozen
from boardwright.loading.board_files import discover
from boardwright.loading.load_watcher import NOBODY, Watch
from boardwright.provisioning.placed import (
    Placed,
    PlacedGroup,
    duplicates,
    group_duplicates,
    groups_in_no_folder,
)
from boardwright.schema.compiled import CompiledBoard
from boardwright.schema.document import Note

if TYPE_CHECKING:
    from boardwright.api.compiled_files import CompiledFile
    from boardwright.config.project import Environment, Project
    from boardwright.schema.alerts import CompiledGroup

Progress = Callable[[int, int], None]
"""Called with how many files are compiled, and of how many."""

Known = Mapping[Path, tuple[CompiledBoard, ...]]
"""The boards of files that need not be run, since an earlier build ran them."""


class CacheUse(Enum):
    """What a verb does with what earlier builds compiled."""

    NOTHING = auto()
    READ = auto()
    KEEP = auto()


@frozen
class Compiled:
    """Every board and alert group that could be compiled, and every problem met on the way."""

    boards: tuple[Placed, ...]
    alerts: tuple[PlacedGroup, ...]
    errors: tuple[BoardwrightError, ...]
    notes: tuple[Note, ...]
    paths: tuple[str, ...]


def compile_project(
    project: Project,
    *,
    environment: Environment,
    paths: Sequence[Path] = (),
    cache: CacheUse = CacheUse.NOTHING,
    progress: Progress = lambda done, total: None,
) -> Compiled:
    """Load and compile the files at `paths`, or all of the project's.

    Boards are in the order of their folder and uid. One file's or board's problem does not hide
    another's: all are in `errors`.
    """
    files = _files(project, paths)
    explicit = {path.resolve() for path in paths if not path.is_dir()}
    run = _Run(project, environment, files, explicit, progress)
    if cache is CacheUse.NOTHING:
        run.compile({}, NOBODY)
    else:
        _with_cache(run, keep=cache is CacheUse.KEEP)
    prefix = environment.folder_prefix
    boards = [(project.folder_of(board.folder, prefix=prefix), board) for board in run.boards()]
    boards.sort(key=lambda placed: (placed[0].title, placed[1].uid))
    alerts = [(project.folder_of(group.folder, prefix=prefix), group) for group in run.alerts()]
    alerts.sort(key=lambda placed: (placed[0].title, placed[1].name))
    return Compiled(
        boards=tuple(boards),
        alerts=tuple(alerts),
        errors=(
            *run.errors(),
            *duplicates(boards),
            *group_duplicates(alerts),
            *groups_in_no_folder(alerts),
        ),
        notes=(
            *(note for _, board in boards for note in board.notes),
            *(note for _, group in alerts for note in group.notes),
            *run.remarks(),
        ),
        paths=tuple(_relative(project, file) for file in files),
    )


class _Run:
    """Compiles some files, and holds what they gave."""

    def __init__(
        self,
        project: Project,
        environment: Environment,
        files: Sequence[Path],
        explicit: Collection[Path],
        progress: Progress,
    ) -> None:
        self.project, self.environment = project, environment
        self.files, self.explicit = files, explicit
        self._progress = progress
        self.known: Known = {}
        self.ran: dict[Path, CompiledFile] = {}

    def compile(self, known: Known, watch: Watch) -> None:
        """Run and compile the files that are not known."""
        self.known, self.ran = known, {}
        files = [file for file in self.files if file not in known]
        if not files:
            return
        from boardwright.api.compiled_files import compile_files

        for each in compile_files(
            self.project,
            self.environment,
            files,
            declaring=self.files,
            explicit=self.explicit,
            watch=watch,
        ):
            self.ran[each.path] = each
            self._progress(len(self.ran), len(files))

    def boards(self) -> list[CompiledBoard]:
        """Return the boards in the order of their files."""
        found = {**self.known, **{path: each.boards for path, each in self.ran.items()}}
        return [board for file in self.files for board in found[file]]

    def alerts(self) -> list[CompiledGroup]:
        """Return the groups of alert rules in the order of their files."""
        return [group for each in self.ran.values() for group in each.alerts]

    def remarks(self) -> list[Note]:
        """Return what files declare that comes to nothing."""
        return [remark for each in self.ran.values() for remark in each.remarks]

    def fresh(self) -> Known:
        """Return what was compiled without trouble just now, of files with boards alone.

        Alert rules are not kept: a file that declares some is run each time.
        """
        return {
            path: each.boards
            for path, each in self.ran.items()
            if not (each.failed or each.alerts or each.remarks)
        }

    def errors(self) -> list[BoardwrightError]:
        """Return what went wrong: first all that kept files from running."""
        files = self.ran.values()
        running = [error for each in files for error in each.load_errors]
        return running + [error for each in files for error in each.compile_errors]


def _with_cache(run: _Run, *, keep: bool) -> None:
    from boardwright.cache.store import Cache

    cache = Cache(run.project, run.environment)
    known = cache.boards(run.files)
    known = {path: boards for path, boards in known.items() if boards or path not in run.explicit}
    if known.keys() >= set(run.files):
        run.compile(known, NOBODY)
        return
    watching = cache.watching()
    run.compile(known, watching)
    if run.ran and cache.contradicts(watching, known):
        watching = cache.watching()
        run.compile({}, watching)
    if run.ran and keep:
        cache.keep(watching, run.fresh(), ran=run.ran)


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
        files += discover(path.absolute()) if path.is_dir() else [path.resolve()]
    return list(dict.fromkeys(files))


def _relative(project: Project, file: Path) -> str:
    try:
        return file.relative_to(project.root).as_posix()
    except ValueError:
        return file.as_posix()


def counter(progress: Progress, total: int) -> Callable[[], None]:
    """Return what tells a progress of one more; called from several threads."""
    done = iter(range(1, total + 1))
    return lambda: progress(next(done, total), total)
