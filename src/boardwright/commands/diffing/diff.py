"""`boardwright diff`: what would change, by panel and alert rule. Nothing is ever written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from boardwright.api.compiled_project import CacheUse, Compiled, Progress, compile_project, counter
from boardwright.commands.diffing.alert_group_diff import DiffedGroup, diffed_groups
from boardwright.commands.diffing.file_sides import (
    Side,
    SideBoard,
    compiled_side,
    folder_side,
    ref_side,
    wanted,
)
from boardwright.config.project import Environment, Project, read_project
from boardwright.diff.board_comparison import compare
from boardwright.diff.changes import BoardChange
from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.schema.document import Place

if TYPE_CHECKING:
    import requests

GRAFANA, COMMITTED, ENVIRONMENT = "grafana", "committed", "env:"


@frozen
class DiffedBoard:
    """What changed in one board, and where it is declared.

    Attributes:
        change: What changed.
        place: Where it is declared; None for one that is not any more.
        panel_places: Panel id -> where the panel is written.
    """

    change: BoardChange
    place: Place | None = None
    panel_places: Mapping[int, Place] = field(default_factory=lambda: MappingProxyType({}))


@frozen
class Diffed:
    """What is different.

    Attributes:
        before: The side that is there, in words.
        after: The side that would be, in words.
        boards: All that were compared, in the order of their folder and uid.
        groups: All groups of alert rules that were compared, in the order of folder and name.
        errors: What could not be compiled, read or fetched.
    """

    before: str
    after: str
    boards: tuple[DiffedBoard, ...]
    groups: tuple[DiffedGroup, ...] = ()
    errors: tuple[BoardwrightError, ...]

    @property
    def different(self) -> tuple[DiffedBoard | DiffedGroup, ...]:
        """The boards and groups of alert rules that are not the same."""
        boards = [board for board in self.boards if board.change.kind != "same"]
        return (*boards, *(group for group in self.groups if group.change.kind != "same"))


def diff(
    project: Project,
    *,
    against: str = GRAFANA,
    environ: Mapping[str, str],
    paths: Sequence[Path] = (),
    env: str | None = None,
    progress: Callable[[str], Progress] = lambda verb: lambda done, total: None,
    open_session: Callable[[], requests.Session] | None = None,
) -> Diffed:
    """Compile the boards of `paths`, or of the whole project, and compare them.

    Args:
        project: The project.
        against: `grafana`, `committed`, `env:NAME`, a folder, or a git ref.
        environ: The environment, for tokens and passwords.
        paths: Files or folders; when given, only their boards are compared.
        env: The environment's name.
        progress: Makes what is told of each board, of a verb: `Compiled`, then `Read`.
        open_session: Makes what sends; sessions of our own when None.

    Raises:
        ServerError: Grafana could not be asked at all.
        ConfigError: No such environment, folder or ref.
    """
    environment = project.environment(env)
    compiled = compile_project(
        project,
        environment=environment,
        paths=paths,
        cache=CacheUse.READ,
        progress=progress("Compiled"),
    )
    tell = counter(progress("Read"), len(compiled.boards))

    def read(environment: Environment, *, project_uids: bool = False) -> Side:
        from boardwright.commands.diffing.grafana_side import Asking, live_side
        from boardwright.grafana.connecting import new_session

        asking = Asking(environ=environ, open_session=open_session or new_session, tell=tell)
        return live_side(
            project,
            environment,
            compiled=compiled,
            asking=asking,
            whole=not paths,
            project_uids=project_uids,
        )

    before, after = _sides(project, environment, compiled, against, read)
    asked = set(compiled.paths) if paths else None
    return Diffed(
        before=before.name,
        after=after.name,
        boards=tuple(_boards(before, after, compiled, asked)),
        groups=diffed_groups(before, after, compiled, asked),
        errors=_all_errors(compiled, before, after),
    )


def _sides(
    project: Project,
    environment: Environment,
    compiled: Compiled,
    against: str,
    read: Callable[..., Side],
) -> tuple[Side, Side]:
    """Return what is there and what would be."""
    after = compiled_side(compiled, "the declared boards")
    if against == GRAFANA:
        return read(environment), after
    if against.startswith(ENVIRONMENT):
        other = project.environment(against.removeprefix(ENVIRONMENT))
        return read(other, project_uids=True), read(environment, project_uids=True)
    if against == COMMITTED:
        output = project.root / environment.output
        return folder_side(output, environment.output, titles=_titles(compiled)), after
    if Path(against).is_dir():
        return folder_side(Path(against), against, titles=_titles(compiled)), after
    return ref_side(project, against, lambda folder: _compiled_at(folder, environment.name)), after


def _compiled_at(folder: Path, env: str) -> Compiled:
    project = read_project(folder)
    known = env if env in project.environments else None
    return compile_project(project, environment=project.environment(known))


def _titles(compiled: Compiled) -> dict[str, str]:
    return {folder.directory: folder.title for folder, _ in compiled.boards}


def _all_errors(compiled: Compiled, *sides: Side) -> tuple[BoardwrightError, ...]:
    found = [*compiled.errors]
    for side in sides:
        found += [*side.errors, *side.failed.values()]
    return tuple(dict.fromkeys(found))


def _boards(
    before: Side, after: Side, compiled: Compiled, paths: set[str] | None
) -> Iterator[DiffedBoard]:
    declared = {board.uid: board for _, board in compiled.boards}
    for uid in wanted((before, after), declared, paths):
        old, new = before.boards.get(uid), after.boards.get(uid)
        board = declared.get(uid)
        if uid in before.failed or uid in after.failed or (old is None and new is None):
            continue
        if board is None and after.errors:
            continue  # it may be one of those that did not compile, or could not be read
        yield DiffedBoard(
            change=_change(old, new),
            place=board.place if board else None,
            panel_places=board.panel_places if board else {},
        )


def _change(old: SideBoard | None, new: SideBoard | None) -> BoardChange:
    both = old is not None and new is not None
    known = both and None not in (old and old.folder, new and new.folder)
    return compare(
        old.body() if old else None,
        new.body() if new else None,
        folder_before=old.folder if old and (known or not both) else None,
        folder_after=new.folder if new and (known or not both) else None,
    )
