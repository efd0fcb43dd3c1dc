"""`boardwright diff`: compare the declared boards and rules with Grafana, files or a git ref."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from boardwright.commands.diffing.alert_group_diff import (
    GroupDiff,
    compare_group_sides,
    compare_rule_file_sides,
)
from boardwright.commands.diffing.file_sides import (
    ComparedSide,
    SideBoard,
    build_declared_side,
    compile_ref_side,
    list_compared_uids,
    read_folder_side,
)
from boardwright.config.project import Environment, ProjectSettings
from boardwright.config.project_file import read_project
from boardwright.diff.board_comparison import compare_board
from boardwright.diff.changes import BoardChange
from boardwright.diff.shared_changes import SharedChange, extract_shared_changes, has_own_changes
from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.projects.compiled_project import (
    CacheUse,
    CompiledProject,
    Progress,
    build_counter,
    compile_project,
)
from boardwright.schema.board_result import BoardResult
from boardwright.schema.document import Note, Place

if TYPE_CHECKING:
    import requests

_UNDECLARED = "boards that were removed from the project"
GRAFANA, COMMITTED, ENVIRONMENT = "grafana", "committed", "env:"


@frozen
class BoardDiff:
    """The changes of one board, with the file and line of its declaration.

    Attributes:
        change: The changes of the board.
        place: File and line of the declaration; None for a board that is no longer declared.
        panel_places: Id of a panel -> file and line of its declaration.
    """

    change: BoardChange
    place: Place | None = None
    panel_places: Mapping[int, Place] = field(default_factory=lambda: MappingProxyType({}))


@frozen
class DiffResult:
    """The result of `boardwright diff`.

    Attributes:
        before: Description of the current state, such as `Grafana at http://...`.
        after: Description of the state that would replace the current state, such as `the declared
            boards`.
        boards: All compared boards: first the declared boards, ordered by folder and uid, then all
            other boards, ordered by uid.
        groups: All compared groups: first Grafana's alert groups, ordered by folder, then
            Prometheus's rule groups, ordered by file.
        errors: Errors that occurred when boards and groups were compiled or read.
        notes: Notes about files that declare no board, and about boards that the diff omits.
    """

    before: str
    after: str
    boards: tuple[BoardDiff, ...]
    groups: tuple[GroupDiff, ...] = ()
    errors: tuple[BoardwrightError, ...]
    notes: tuple[Note, ...] = ()

    @property
    def different(self) -> tuple[BoardDiff | GroupDiff, ...]:
        """The boards and groups with changes."""
        boards = [board for board in self.boards if board.change.kind != "same"]
        return (*boards, *(group for group in self.groups if group.change.kind != "same"))

    def split_shared(self) -> tuple[tuple[SharedChange, ...], tuple[BoardDiff | GroupDiff, ...]]:
        """Return the changes that several boards share, and the boards and groups with their other
        changes.
        """
        placed = [(board.change, board.panel_places) for board in self.boards]
        shared, changes = extract_shared_changes(placed)
        boards = [
            replace(board, change=change)
            for board, change in zip(self.boards, changes, strict=True)
            if change.kind != "same" and has_own_changes(change)
        ]
        return shared, (*boards, *(group for group in self.groups if group.change.kind != "same"))


def compare_project(
    project: ProjectSettings,
    *,
    against: str = GRAFANA,
    environ: Mapping[str, str],
    paths: Sequence[Path] | None = None,
    env: str | None = None,
    progress: Callable[[str], Progress] = lambda verb: lambda done, total: None,
    open_session: Callable[[], requests.Session] | None = None,
) -> DiffResult:
    """Compile the boards of `paths`, or of the whole project, and compare them with `against`.

    Args:
        project: The settings of the project.
        against: `grafana`, `committed`, `env:NAME`, a folder, or a git ref.
        environ: Environment variables, which may contain tokens and passwords for the servers.
        paths: Files or folders whose boards are compared. If None, all boards are compared.
        env: Name of the environment in boardwright.toml; None for the settings outside all
            environments.
        progress: Function that takes the word `Compiled` or `Read`, and returns a function that
            shows how many files were compiled or how many boards were read.
        open_session: Function that opens the HTTP session; None for `create_session`.

    Raises:
        ServerError: Grafana or the ruler did not answer.
        ConfigError: The environment, folder or git ref does not exist.
    """
    environment = project.find_environment(env)
    compiled = compile_project(
        project,
        environment=environment,
        paths=paths,
        cache=CacheUse.READ,
        progress=progress("Compiled"),
    )
    on_board_read = build_counter(progress("Read"), len(compiled.boards))

    def read_side(environment: Environment, *, project_uids: bool = False) -> ComparedSide:
        from boardwright.commands.deploying.ruler_deploy import needs_grafana
        from boardwright.commands.diffing.grafana_side import GrafanaAccess, read_grafana_side
        from boardwright.commands.diffing.ruler_side import EMPTY_SIDE, with_ruler_groups
        from boardwright.http.sessions import create_session

        access = GrafanaAccess(
            environ=environ,
            open_session=open_session or create_session,
            on_board_read=on_board_read,
        )
        side, whole = EMPTY_SIDE, paths is None
        if needs_grafana(environment, compiled):
            side = read_grafana_side(
                project,
                environment,
                compiled=compiled,
                access=access,
                whole=whole,
                project_uids=project_uids,
            )
        if environment.ruler is None:
            return side
        return with_ruler_groups(side, environment.ruler, project, compiled, access, whole=whole)

    before, after = _read_sides(project, environment, compiled, against, read_side)
    requested = set(compiled.paths) if paths is not None else None
    return DiffResult(
        before=before.name,
        after=after.name,
        boards=tuple(_iter_board_diffs(before, after, compiled, requested)),
        groups=(
            *compare_group_sides(before, after, compiled, requested),
            *compare_rule_file_sides(before, after, compiled, requested),
        ),
        errors=_collect_errors(compiled, before, after),
        notes=(*compiled.file_notes, *_note_partial_diff(project, before, requested)),
    )


def _note_partial_diff(
    project: ProjectSettings, before: ComparedSide, requested: set[str] | None
) -> Iterator[Note]:
    """Yield a note if only some files are compared, so that the diff may omit boards that the
    project no longer declares.
    """
    if requested is None:
        return
    sources = {board.source for board in before.boards.values() if board.source is not None}
    deleted_files = [name for name in sorted(sources) if not (project.root / name).exists()]
    if deleted_files or not sources:
        boards = (
            f"the boards of deleted files: {', '.join(deleted_files)}"
            if deleted_files
            else _UNDECLARED
        )
        yield Note(
            what=f"this diff compares only a part of the project, so it does not show {boards}",
            place=Place(file=before.name),
            hint="Run `boardwright diff` for the whole project to see deleted boards.",
        )


def _read_sides(
    project: ProjectSettings,
    environment: Environment,
    compiled: CompiledProject,
    against: str,
    read: Callable[..., ComparedSide],
) -> tuple[ComparedSide, ComparedSide]:
    """Return the current state, and the state that would replace the current state."""
    after = build_declared_side(compiled, "the declared boards")
    if against == GRAFANA:
        return read(environment), after
    if against.startswith(ENVIRONMENT):
        other = project.find_environment(against.removeprefix(ENVIRONMENT))
        return read(other, project_uids=True), read(environment, project_uids=True)
    if against == COMMITTED:
        output = project.root / environment.output
        return read_folder_side(output, environment.output, titles=_map_titles(compiled)), after
    if Path(against).is_dir():
        return read_folder_side(Path(against), against, titles=_map_titles(compiled)), after
    return compile_ref_side(
        project, against, lambda folder: _compile_folder(folder, environment.name)
    ), after


def _compile_folder(folder: Path, env: str) -> CompiledProject:
    project = read_project(folder)
    known = env if env in project.environments else None
    return compile_project(project, environment=project.find_environment(known))


def _map_titles(compiled: CompiledProject) -> dict[str, str]:
    return {folder.directory: folder.title for folder, _ in compiled.boards}


def _collect_errors(
    compiled: CompiledProject, *sides: ComparedSide
) -> tuple[BoardwrightError, ...]:
    errors = [*compiled.errors]
    for side in sides:
        errors += [*side.errors, *side.failed.values()]
    return tuple(dict.fromkeys(errors))


def _iter_board_diffs(
    before: ComparedSide, after: ComparedSide, compiled: CompiledProject, paths: set[str] | None
) -> Iterator[BoardDiff]:
    declared = {board.uid: board for _, board in compiled.boards}
    for uid in list_compared_uids((before, after), declared, paths):
        old, new = before.boards.get(uid), after.boards.get(uid)
        board = declared.get(uid)
        if old is None and (new is None or before.may_have(uid)):
            continue
        if new is None and after.may_have(uid):
            continue
        yield build_board_diff(_compare_board(old, new), board)


def build_board_diff(change: BoardChange, declared: BoardResult | None) -> BoardDiff:
    """Add the file and line of the declaration to the changes of a board. If the project no longer
    declares the board, `declared` is None.
    """
    if declared is None:
        return BoardDiff(change=change)
    return BoardDiff(change=change, place=declared.place, panel_places=declared.panel_places)


def _compare_board(old: SideBoard | None, new: SideBoard | None) -> BoardChange:
    both = old is not None and new is not None
    known = both and None not in (old and old.folder, new and new.folder)
    return compare_board(
        old.body() if old else None,
        new.body() if new else None,
        folder_before=old.folder if old and (known or not both) else None,
        folder_after=new.folder if new and (known or not both) else None,
        in_grafana12=any(side is not None and side.in_grafana12 for side in (old, new)),
    )
