"""What changed between two boards: by row and panel, and nothing that nobody changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from boardwright.compiler.normalising import normalised
from boardwright.diff.changes import BoardChange, Change, PanelChange, PanelKind
from boardwright.diff.panel_changes import panel_changes
from boardwright.diff.panel_matching import matched
from boardwright.diff.panel_moves import place_changes
from boardwright.diff.panel_positions import Standing, standings
from boardwright.diff.query_changes import query_changes
from boardwright.diff.setting_changes import setting_changes
from boardwright.schema.document import SERVERS_OWN, Board
from boardwright.schema.json_equality import json_equal


def compare(
    before: Board | None,
    after: Board | None,
    *,
    folder_before: str | None = None,
    folder_after: str | None = None,
) -> BoardChange:
    """Compare two boards of the classic schema, of any age.

    Args:
        before: The board as it is; None where it is not.
        after: The board as it will be; None where it will not be.
        folder_before: The folder that it is in, as both sides name folders; None not to compare.
        folder_after: The folder that it will be in.
    """
    some = after if after is not None else before or {}
    change = BoardChange(
        uid=str(some.get("uid") or ""),
        title=str(some.get("title") or ""),
        kind="same",
        folder_before=folder_before,
        folder_after=folder_after,
    )
    if before is None or after is None:
        return _one_sided(change, before, after)
    moved = None not in (folder_before, folder_after) and folder_before != folder_after
    if not is_as_it_was(before, after):
        change = _two_sided(change, normalised(before), normalised(after))
    return replace(change, kind="changed") if moved else change


def is_as_it_was(before: Board, after: Board) -> bool:
    """Tell whether boards are the same as they are written: quick, and true of most."""
    keys = (before.keys() | after.keys()) - SERVERS_OWN
    missing = object()
    return all(
        before.get(key, missing) is not missing
        and after.get(key, missing) is not missing
        and json_equal(before[key], after[key])
        for key in keys
    )


def _one_sided(change: BoardChange, before: Board | None, after: Board | None) -> BoardChange:
    if after is not None:
        return replace(change, kind="created", panels=_all(after, "created"))
    if before is not None:
        return replace(change, kind="removed", panels=_all(before, "removed"))
    return change


def _all(board: Board, kind: PanelKind) -> tuple[PanelChange, ...]:
    found = standings(normalised(board))
    return tuple(_lone(found, index, kind) for index in range(len(found)))


def _two_sided(change: BoardChange, before: Board, after: Board) -> BoardChange:
    if json_equal(before, after):
        return change
    first, second = standings(before), standings(after)
    pairs = matched(first, second)
    changes = (*setting_changes(before, after), *_numbers(first, second, pairs))
    panels = tuple(_panels(first, second, pairs))
    if not changes and not panels:  # panels of a form that nobody can tell apart
        changes = (Change(kind="changed", path="/panels", what="panels"),)
    return replace(change, kind="changed", changes=changes, panels=panels)


def _numbers(
    before: list[Standing], after: list[Standing], pairs: Mapping[int, int]
) -> Iterator[Change]:
    """Yield one change when panels that are still there have other numbers."""
    both = [(before[old].panel.get("id"), after[new].panel.get("id")) for old, new in pairs.items()]
    other = [(old, new) for old, new in both if old != new]
    if other:
        texts = [", ".join(str(pair[side]) for pair in other) for side in (0, 1)]
        yield Change(
            kind="changed", path="/panels", what="panel numbers", before=texts[0], after=texts[1]
        )


def _panels(
    before: list[Standing], after: list[Standing], pairs: Mapping[int, int]
) -> Iterator[PanelChange]:
    back = {new: old for old, new in pairs.items()}
    places = place_changes(before, after, pairs)
    for index, standing in enumerate(after):
        if index not in back:
            yield _lone(after, index, "created")
            continue
        inner = tuple(panel_changes(before[back[index]].panel, standing.panel))
        if inner or places[index]:
            yield _changed(after, index, inner, places[index])
    for index in range(len(before)):
        if index not in pairs:
            yield _lone(before, index, "removed")


def _changed(
    side: list[Standing], index: int, inner: tuple[Change, ...], places: tuple[Change, ...]
) -> PanelChange:
    kind: PanelKind = "changed" if inner else "moved"
    if any(change.path == "/title" for change in inner):
        kind = "renamed"
    return replace(_named(side, index, kind), changes=(*inner, *places))


def _lone(side: list[Standing], index: int, kind: PanelKind) -> PanelChange:
    """Return the change of a panel that is on one side only, with its queries."""
    panel = side[index].panel
    sides = ({}, panel) if kind == "created" else (panel, {})
    return replace(_named(side, index, kind), changes=tuple(query_changes(*sides)))


def _named(side: list[Standing], index: int, kind: PanelKind) -> PanelChange:
    standing = side[index]
    number = standing.panel.get("id")
    return PanelChange(
        id=number if isinstance(number, int) else None,
        title=standing.title,
        type=str(standing.panel.get("type") or ""),
        row="" if standing.row is None else side[standing.row].title,
        kind=kind,
    )
