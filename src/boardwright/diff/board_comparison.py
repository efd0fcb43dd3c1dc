"""Compares a board before and after a change, panel by panel.

The comparison ignores values that Grafana adds when it stores a board.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from boardwright.compiler.normal_form import are_boards_alike, normalise_board, normalise_pair
from boardwright.diff.changes import BoardChange, Change, PanelChange, PanelKind
from boardwright.diff.panel_changes import find_panel_changes
from boardwright.diff.panel_matching import match_panels
from boardwright.diff.panel_moves import find_place_changes
from boardwright.diff.panel_positions import PanelPosition, find_panel_positions
from boardwright.diff.query_changes import find_query_changes
from boardwright.diff.setting_changes import find_board_setting_changes
from boardwright.schema.dashboard import Dashboard
from boardwright.schema.document import SERVER_KEYS, Board
from boardwright.schema.extension import name_row_kind
from boardwright.schema.json_equality import are_json_equal


def compare_board(
    before: Board | None,
    after: Board | None,
    *,
    folder_before: str | None = None,
    folder_after: str | None = None,
    in_grafana12: bool = False,
) -> BoardChange:
    """Compare a board before and after a change.

    The two versions may have different values of `schemaVersion`.

    Args:
        before: The classic dashboard JSON before the change. None if the board is new.
        after: The classic dashboard JSON after the change. None if the board was removed.
        folder_before: Path or uid of the board's Grafana folder before the change. None to ignore
            folders.
        folder_after: Path or uid of the board's Grafana folder after the change. None to ignore
            folders.
        in_grafana12: Whether one of the two versions was read from Grafana 12.4 in schema v2beta1.
            Grafana 12.4 drops some values when it stores a board, and the comparison ignores these
            values.
    """
    board = after if after is not None else before or {}
    change = BoardChange(
        uid=Dashboard(board).uid,
        title=Dashboard(board).title,
        kind="same",
        folder_before=folder_before,
        folder_after=folder_after,
    )
    if before is None or after is None:
        return _describe_created_or_removed_board(change, before, after)
    is_other_folder = None not in (folder_before, folder_after) and folder_before != folder_after
    if not are_equal_as_written(before, after):
        pair = normalise_pair(before, after, in_grafana12=in_grafana12)
        change = _compare_normal_forms(change, *pair)
    return replace(change, kind="changed") if is_other_folder else change


def are_equal_as_written(before: Board, after: Board) -> bool:
    """Return whether two boards have the same JSON, apart from values that Grafana's server adds.

    This quick test spares `compare_board` a slower comparison for most unchanged boards.
    """
    keys = (before.keys() | after.keys()) - SERVER_KEYS
    missing = object()
    return all(
        before.get(key, missing) is not missing
        and after.get(key, missing) is not missing
        and are_json_equal(before[key], after[key])
        for key in keys
    )


def _describe_created_or_removed_board(
    change: BoardChange, before: Board | None, after: Board | None
) -> BoardChange:
    if after is not None:
        return replace(change, kind="created", panels=_list_one_sided_panels(after, "created"))
    if before is not None:
        return replace(change, kind="removed", panels=_list_one_sided_panels(before, "removed"))
    return change


def _list_one_sided_panels(board: Board, kind: PanelKind) -> tuple[PanelChange, ...]:
    positions = find_panel_positions(normalise_board(board))
    return tuple(_build_one_sided_panel(positions, index, kind) for index in range(len(positions)))


def _compare_normal_forms(change: BoardChange, before: Board, after: Board) -> BoardChange:
    if are_boards_alike(before, after):
        return change
    old_positions, new_positions = find_panel_positions(before), find_panel_positions(after)
    pairs = match_panels(old_positions, new_positions)
    changes = (
        *find_board_setting_changes(before, after),
        *_find_panel_id_changes(old_positions, new_positions, pairs),
    )
    panels = tuple(_find_changed_panels(old_positions, new_positions, pairs))
    if not changes and not panels:  # equal after matching, but the boards differ
        changes = (Change(kind="changed", path="/panels", what="panels"),)
    return replace(change, kind="changed", changes=changes, panels=panels)


def _find_panel_id_changes(
    before: list[PanelPosition], after: list[PanelPosition], pairs: Mapping[int, int]
) -> Iterator[Change]:
    """Yield one change that lists all panels whose ids changed."""
    ids = [
        (before[old].view.id, after[new].view.id)
        for old, new in pairs.items()
        if not after[new].is_row
    ]
    changed_ids = [(old, new) for old, new in ids if old != new]
    if changed_ids:
        texts = [", ".join(str(pair[side]) for pair in changed_ids) for side in (0, 1)]
        yield Change(
            kind="changed", path="/panels", what="panel ids", before=texts[0], after=texts[1]
        )


def _find_changed_panels(
    before: list[PanelPosition], after: list[PanelPosition], pairs: Mapping[int, int]
) -> Iterator[PanelChange]:
    old_indexes = {new: old for old, new in pairs.items()}
    places = find_place_changes(before, after, pairs)
    for index, position in enumerate(after):
        if index not in old_indexes:
            yield _build_one_sided_panel(after, index, "created")
            continue
        changes = tuple(find_panel_changes(before[old_indexes[index]].panel, position.panel))
        if changes or places[index]:
            yield _build_changed_panel(after, index, changes, places[index])
    for index in range(len(before)):
        if index not in pairs:
            yield _build_one_sided_panel(before, index, "removed")


def _build_changed_panel(
    side: list[PanelPosition], index: int, changes: tuple[Change, ...], places: tuple[Change, ...]
) -> PanelChange:
    kind: PanelKind = "changed" if changes else "moved"
    if any(change.path == "/title" for change in changes):
        kind = "renamed"
    return replace(_build_panel_change(side, index, kind), changes=(*changes, *places))


def _build_one_sided_panel(side: list[PanelPosition], index: int, kind: PanelKind) -> PanelChange:
    """Return the change of a created or removed panel."""
    panel = side[index].panel
    sides = ({}, panel) if kind == "created" else (panel, {})
    return replace(
        _build_panel_change(side, index, kind), changes=tuple(find_query_changes(*sides))
    )


def _build_panel_change(side: list[PanelPosition], index: int, kind: PanelKind) -> PanelChange:
    position = side[index]
    return PanelChange(
        id=position.view.id,
        title=position.title,
        type=name_row_kind(position.panel) if position.is_row else position.view.type,
        row=" / ".join(title for _, title in position.path),
        row_noun=position.path[-1][0] if position.path else "row",
        kind=kind,
    )
