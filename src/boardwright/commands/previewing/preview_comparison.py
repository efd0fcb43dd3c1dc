"""`boardwright preview --against`: show changed boards before and after, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from types import MappingProxyType

from boardwright.commands.diffing.diff import DiffResult, build_board_diff
from boardwright.commands.previewing.preview import (
    RECORDINGS,
    PreviewedBoard,
    PreviewOptions,
    PreviewResult,
    build_pages,
    check_options,
)
from boardwright.commands.previewing.preview_boards import (
    BoardInputs,
    iter_unique_names,
    name_boards,
    refuse_unknown_variables,
)
from boardwright.commands.previewing.preview_data import read_board_recording
from boardwright.config.project import ProjectSettings
from boardwright.config.project_file import read_project
from boardwright.diff.board_comparison import compare_board
from boardwright.diff.changes import BoardChange
from boardwright.found.git_refs import export_ref
from boardwright.frozen import frozen
from boardwright.preview.page_model import PanelChangeKind
from boardwright.preview.recorded_answers import Recording
from boardwright.projects.compiled_project import CacheUse, CompiledProject, compile_project
from boardwright.schema.board_result import BoardResult

TAKES = (
    "In `boardwright preview`, --against takes a git ref: a branch, tag or commit."
    " To compare with Grafana or a folder, use `boardwright diff`."
)
_PAGE_KINDS: Mapping[str, PanelChangeKind] = {
    "created": "created",
    "removed": "removed",
    "moved": "moved",
    "renamed": "changed",
    "changed": "changed",
}


@frozen
class PreviewComparison:
    """A changed board with its pages before and after the change.

    Attributes:
        name: Name of the board's files, without a suffix.
        change: The changes of the board.
        before: The page of the board at the git ref; None for a new board.
        after: The page of the board in the working tree; None for a removed board.
    """

    name: str
    change: BoardChange
    before: PreviewedBoard | None = field(repr=False)
    after: PreviewedBoard | None = field(repr=False)


@frozen
class ComparisonResult:
    """The result of comparing the boards with a git ref.

    Attributes:
        diffed: The changes of all boards, as `boardwright diff` lists them.
        comparisons: The changed boards, each with its pages before and after the change.
        silent: The URL and the error of each server that failed, as one text per server.
    """

    diffed: DiffResult
    comparisons: tuple[PreviewComparison, ...]
    silent: tuple[str, ...] = ()


def compare_pages(
    project: ProjectSettings,
    ref: str,
    *,
    here: Path,
    paths: Sequence[Path] | None = None,
    options: PreviewOptions,
) -> ComparisonResult:
    """Compare the boards with a git ref, and return pages of the boards that differ.

    Args:
        project: The settings of the project.
        ref: A branch, tag or commit. boardwright compiles the files of the branch, tag or commit in
            a temporary folder.
        here: The folder to which the paths in error messages are relative.
        paths: Files or folders that declare the boards to compare; None for all boards.
        options: The user's options for the pages.

    Raises:
        ConfigError: The git ref does not exist, or contains no project.
    """
    check_options(options)
    after = compile_project(
        project, environment=project.find_environment(None), paths=paths, cache=CacheUse.READ
    )
    with export_ref(project.root, ref, hint=TAKES) as folder:
        project_before = read_project(folder)
        before = compile_project(project_before, environment=project_before.find_environment(None))
        earlier = _read_ref_recordings(project, options, folder, before)
    if options.given and not (before.errors or after.errors):
        sides = (*before.boards, *after.boards)
        refuse_unknown_variables(options.given, (board.body for _, board in sides))
    changes = _compare_boards(before, after, whole=paths is None)
    different = [change for change in changes if change.kind != "same"]
    pages_before, pages_after = (
        build_pages(
            project,
            _select_changed_boards(compiled, different),
            here=here,
            options=replace(options, record=None),
            changes=_collect_panel_changes(different, hidden),
            earlier=recordings,
        )
        for compiled, hidden, recordings in (
            (before, "created", earlier),
            (after, "removed", MappingProxyType({})),
        )
    )
    return ComparisonResult(
        diffed=_build_diff_result(ref, changes, before, after),
        comparisons=tuple(_build_comparisons(different, pages_before, pages_after)),
        silent=tuple(dict.fromkeys((*pages_before.silent, *pages_after.silent))),
    )


def _read_ref_recordings(
    project: ProjectSettings, options: PreviewOptions, ref: Path, before: CompiledProject
) -> dict[str, Recording]:
    """Return the recordings at the git ref, which answer queries that were removed since then."""
    place = (options.recordings or project.root / RECORDINGS).absolute()
    if not place.is_relative_to(project.root.absolute()):
        return {}
    folder = ref / place.relative_to(project.root.absolute())
    boards = name_boards((folder.title, board) for folder, board in before.boards)
    recordings = ((board.name, read_board_recording(folder, board.name)) for board in boards)
    return {name: recording for name, recording in recordings if recording is not None}


def _index_boards(compiled: CompiledProject) -> dict[str, BoardResult]:
    return {board.uid: board for _, board in compiled.boards}


def _compare_boards(
    before: CompiledProject, after: CompiledProject, *, whole: bool
) -> list[BoardChange]:
    """Return the change of each board that compiles both at the git ref and in the working tree.

    Without compile errors, the function also returns new and removed boards.
    """
    old, new = _index_boards(before), _index_boards(after)
    removed = [uid for uid in old if uid not in new] if whole and not after.errors else []
    return [
        compare_board(
            old[uid].body if uid in old else None,
            new[uid].body if uid in new else None,
        )
        for uid in (*new, *removed)
        if uid in old or not before.errors
    ]


def _select_changed_boards(
    compiled: CompiledProject, changes: Sequence[BoardChange]
) -> BoardInputs:
    uids = {change.uid for change in changes}
    boards = name_boards((folder.title, board) for folder, board in compiled.boards)
    return BoardInputs(boards=tuple(each for each in boards if each.compiled.uid in uids))


def _collect_panel_changes(
    changes: Sequence[BoardChange], hidden: str
) -> dict[str, dict[int, PanelChangeKind]]:
    """Return board uid -> panel id -> change, for the pages before or after the change.

    Args:
        changes: The changes of boards.
        hidden: Kind of change to omit: `created` for the pages before the change, `removed` for the
            pages after the change.
    """
    return {
        change.uid: {
            panel.id: _PAGE_KINDS[panel.kind]
            for panel in change.panels
            if panel.id is not None and panel.kind != hidden
        }
        for change in changes
        if change.kind == "changed"
    }


def _build_diff_result(
    ref: str, changes: Sequence[BoardChange], before: CompiledProject, after: CompiledProject
) -> DiffResult:
    declared = _index_boards(after)
    return DiffResult(
        before=f"git {ref}",
        after="the declared boards",
        boards=tuple(build_board_diff(change, declared.get(change.uid)) for change in changes),
        errors=(*after.errors, *before.errors),
        notes=after.file_notes,
    )


def _build_comparisons(
    changes: Sequence[BoardChange], before: PreviewResult, after: PreviewResult
) -> list[PreviewComparison]:
    old = {board.page.uid: board for board in before.boards}
    new = {board.page.uid: board for board in after.boards}
    names = iter_unique_names(change.uid for change in changes)
    return [
        PreviewComparison(
            name=name, change=change, before=old.get(change.uid), after=new.get(change.uid)
        )
        for name, change in zip(names, changes, strict=True)
    ]
