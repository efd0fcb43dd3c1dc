"""`boardwright preview --against`: changed boards, before and after."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from boardwright.commands.diff import Diffed, DiffedBoard, compiled_at, diff
from boardwright.commands.diff_sides import Side, SideBoard, ref_side
from boardwright.commands.preview import (
    Options,
    PreviewedBoard,
    check_options,
    show,
)
from boardwright.commands.preview_boards import FoundBoards, Shown, find_boards
from boardwright.diff.changes import PanelChange, PanelKind
from boardwright.errors import BoardwrightError
from boardwright.preview.model import BoardPage, Change
from boardwright.project.config import Project
from boardwright.schema.canonical import canonical_json
from boardwright.schema.compiled import CompiledBoard
from boardwright.schema.document import Place

_CHANGES: dict[PanelKind, Change] = {
    "created": "created",
    "removed": "removed",
    "renamed": "changed",
    "changed": "changed",
    "moved": "moved",
}


@dataclass(frozen=True, kw_only=True)
class ComparedBoard:
    """A board that changed; `name` is that of its files, and a side may be absent."""

    name: str
    diffed: DiffedBoard
    before: BoardPage | None
    after: BoardPage | None


@dataclass(frozen=True, kw_only=True)
class Compared:
    """The boards that changed, what did in words, and what went wrong."""

    boards: tuple[ComparedBoard, ...]
    diffed: Diffed
    errors: tuple[BoardwrightError, ...]
    silent: tuple[str, ...]


def preview_against(
    project: Project,
    ref: str,
    *,
    here: Path,
    environ: Mapping[str, str],
    paths: Sequence[Path] = (),
    options: Options,
    clock: Callable[[], float] = time.time,
) -> Compared:
    """Return the boards that differ from those of a git ref, both sides with data.

    Args:
        project: The project.
        ref: A branch, tag or commit.
        here: Where relative paths begin.
        environ: The environment.
        paths: Modules, JSON files, folders; all of the project when empty.
        options: What is to be shown.
        clock: Seconds since 1970.

    Raises:
        ConfigError: No such ref, or an option that cannot be followed.
    """
    check_options(options)
    diffed = diff(project, against=ref, environ=environ, paths=paths)
    side = ref_side(project, ref, lambda folder: compiled_at(folder, ""))
    found = find_boards(project, here=here, paths=paths)
    changed = {each.change.uid: each for each in diffed.different}
    moment = clock()

    def shown(boards: Iterable[Shown], kinds: Sequence[PanelKind]) -> dict[str, PreviewedBoard]:
        wanted = FoundBoards(boards=tuple(boards), errors=())
        changes = {uid: _changes(each.change.panels, kinds) for uid, each in changed.items()}
        result = show(
            project, wanted, here=here, options=options, clock=lambda: moment, changes=changes
        )
        silent.update(dict.fromkeys(result.silent))
        return {board.page.uid: board for board in result.boards}

    silent: dict[str, None] = {}
    before = shown(_before(side, changed), ("removed", "renamed", "changed", "moved"))
    now = (each for each in found.boards if each.board.uid in changed)
    after = shown(now, ("created", "renamed", "changed", "moved"))
    return Compared(
        boards=tuple(_compared(changed.values(), before, after)),
        diffed=diffed,
        errors=tuple(dict.fromkeys((*diffed.errors, *found.errors))),
        silent=tuple(silent),
    )


def _before(side: Side, uids: Iterable[str]) -> Iterator[Shown]:
    for uid in uids:
        board = side.boards.get(uid)
        if board is not None:
            yield _shown(uid, board)


def _shown(uid: str, board: SideBoard) -> Shown:
    body = board.body()
    compiled = CompiledBoard(
        uid=uid,
        title=str(body.get("title") or uid),
        place=board.place or Place(file=board.source or uid),
        text=canonical_json(body),
        panel_places=board.panel_places,
    )
    return Shown(name=uid, folder=board.folder or "", board=compiled, body=body)


def _changes(panels: Iterable[PanelChange], kinds: Sequence[PanelKind]) -> dict[int, Change]:
    return {p.id: _CHANGES[p.kind] for p in panels if p.id is not None and p.kind in kinds}


def _compared(
    changed: Iterable[DiffedBoard],
    before: Mapping[str, PreviewedBoard],
    after: Mapping[str, PreviewedBoard],
) -> Iterator[ComparedBoard]:
    for diffed in changed:
        uid = diffed.change.uid
        old, new = before.get(uid), after.get(uid)
        some = new or old
        if some is not None:
            yield ComparedBoard(
                name=some.name,
                diffed=diffed,
                before=old.page if old else None,
                after=new.page if new else None,
            )
