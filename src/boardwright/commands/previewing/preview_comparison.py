"""`boardwright preview --against`: boards before and after, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from types import MappingProxyType

from boardwright.api.compiled_project import CacheUse, Compiled, compile_project
from boardwright.commands.diffing.diff import BoardDiff, DiffResult
from boardwright.commands.previewing.preview import (
    RECORDINGS,
    Previewed,
    PreviewedBoard,
    PreviewOptions,
    check_options,
    show,
)
from boardwright.commands.previewing.preview_boards import FoundBoards, named_boards, refuse_unknown
from boardwright.commands.previewing.preview_data import recording_at
from boardwright.config.project import Project, read_project
from boardwright.diff.board_comparison import compare
from boardwright.diff.changes import BoardChange
from boardwright.found.git_refs import export_ref
from boardwright.frozen import frozen
from boardwright.preview.page_model import PanelChange
from boardwright.preview.recorded_answers import Recording
from boardwright.schema.compiled import CompiledBoard

TAKES = (
    "Here --against takes a git ref: a branch, tag or commit."
    " `boardwright diff` compares with Grafana and folders too."
)
_PAGE_KINDS: Mapping[str, PanelChange] = {
    "created": "created",
    "removed": "removed",
    "moved": "moved",
    "renamed": "changed",
    "changed": "changed",
}


@frozen
class Comparison:
    """A board that changed, with a page for each side that has it."""

    change: BoardChange
    before: PreviewedBoard | None = field(repr=False)
    after: PreviewedBoard | None = field(repr=False)

    @property
    def name(self) -> str:
        """What its files are called."""
        side = self.after or self.before
        return side.name if side else self.change.uid


@frozen
class Compared:
    """The boards that changed, and all that `diff` tells."""

    diffed: DiffResult
    comparisons: tuple[Comparison, ...]
    silent: tuple[str, ...] = ()


def compare_pages(
    project: Project,
    ref: str,
    *,
    here: Path,
    paths: Sequence[Path] = (),
    options: PreviewOptions,
) -> Compared:
    """Return pages of the boards that differ from those of a git ref.

    Args:
        project: The project.
        ref: A branch, tag or commit; it is compiled elsewhere, the work tree stays as it is.
        here: Where relative paths begin.
        paths: Files or folders; when given, only their boards are compared.
        options: What is to be shown, on both sides.

    Raises:
        ConfigError: There is no such ref, or no project in it.
    """
    check_options(options)
    after = compile_project(
        project, environment=project.environment(None), paths=paths, cache=CacheUse.READ
    )
    with export_ref(project.root, ref, hint=TAKES) as folder:
        there = read_project(folder)
        before = compile_project(there, environment=there.environment(None))
        earlier = _recordings(project, options, folder, before)
    if options.given and not (before.errors or after.errors):
        sides = (*before.boards, *after.boards)
        refuse_unknown(options.given, (board.body for _, board in sides))
    changes = _changes(before, after, whole=not paths)
    different = [change for change in changes if change.kind != "same"]
    old = _shown(
        project, before, different, here=here, options=options, side="before", earlier=earlier
    )
    new = _shown(project, after, different, here=here, options=options, side="after")
    boards = dict(_by_uid(after))
    diffed = DiffResult(
        before=f"git {ref}",
        after="the declared boards",
        boards=tuple(_diffed(change, boards.get(change.uid)) for change in changes),
        errors=(*after.errors, *before.errors),
    )
    pages = {side: {b.page.uid: b for b in found.boards} for side, found in ((0, old), (1, new))}
    return Compared(
        diffed=diffed,
        comparisons=tuple(
            Comparison(change=c, before=pages[0].get(c.uid), after=pages[1].get(c.uid))
            for c in different
        ),
        silent=tuple(dict.fromkeys((*old.silent, *new.silent))),
    )


def _recordings(
    project: Project, options: PreviewOptions, ref: Path, before: Compiled
) -> dict[str, Recording]:
    """Return what the ref has recorded: of queries too that the declared boards ask no more."""
    place = options.recordings or project.root / RECORDINGS
    if not place.absolute().is_relative_to(project.root.absolute()):
        return {}
    there = ref / place.absolute().relative_to(project.root.absolute())
    boards = named_boards((folder.title, board) for folder, board in before.boards)
    found = ((board.name, recording_at(there, board.name)) for board in boards)
    return {name: recording for name, recording in found if recording is not None}


def _by_uid(compiled: Compiled) -> dict[str, CompiledBoard]:
    return {board.uid: board for _, board in compiled.boards}


def _changes(before: Compiled, after: Compiled, *, whole: bool) -> list[BoardChange]:
    """Return what changed; a board that did not compile is neither new nor gone."""
    old, new = _by_uid(before), _by_uid(after)
    gone = [uid for uid in old if uid not in new] if whole and not after.errors else []
    return [
        compare(
            old[uid].body if uid in old else None,
            new[uid].body if uid in new else None,
        )
        for uid in (*new, *gone)
        if uid in old or not before.errors
    ]


def _shown(
    project: Project,
    compiled: Compiled,
    changes: Sequence[BoardChange],
    *,
    here: Path,
    options: PreviewOptions,
    side: str,
    earlier: Mapping[str, Recording] = MappingProxyType({}),
) -> Previewed:
    """Return the pages of one side, its changed panels marked."""
    uids = {change.uid for change in changes}
    boards = [(folder.title, board) for folder, board in compiled.boards if board.uid in uids]
    unseen = "created" if side == "before" else "removed"
    marks = {
        change.uid: {
            panel.id: _PAGE_KINDS[panel.kind]
            for panel in change.panels
            if panel.id is not None and panel.kind != unseen
        }
        for change in changes
        if change.kind == "changed"
    }
    found = FoundBoards(boards=tuple(named_boards(boards)), errors=())
    options = replace(options, record=None)
    return show(project, found, here=here, options=options, changes=marks, earlier=earlier)


def _diffed(change: BoardChange, board: CompiledBoard | None) -> BoardDiff:
    if board is None:
        return BoardDiff(change=change)
    return BoardDiff(change=change, place=board.place, panel_places=board.panel_places)
