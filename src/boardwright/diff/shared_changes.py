"""Finds changes that are the same in several boards.

An edit of a shared Python function causes such changes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace

from boardwright.diff.changes import BoardChange, Change, PanelChange, PanelKind
from boardwright.frozen import frozen
from boardwright.schema.document import Place

LEAST_BOARDS = 2
"""A change is shared if at least this number of boards contain it."""


@frozen
class SharedChange:
    """One or more changes that are the same in several boards.

    The changes are either in panels or in settings such as the title. Changes in settings have no
    values for `kind`, `panels`, `type` and `place`.

    Attributes:
        boards: Uid and title of each board.
        kind: How the panels changed, for example `created` or `changed`. None for changes in
            settings.
        panels: Titles of the changed panels, without duplicates.
        type: Type of the first changed panel.
        place: File and line that declare the first changed panel. None if they are unknown.
        changes: The changes. For created or removed panels, only the queries are listed.
    """

    boards: tuple[tuple[str, str], ...]
    kind: PanelKind | None
    panels: tuple[str, ...]
    type: str
    place: Place | None
    changes: tuple[Change, ...]


@frozen
class _Occurrence:
    """A change in one board. A created or removed panel counts as one change.

    Attributes:
        board: Index of the board.
        panel: Index of the panel in `BoardChange.panels`. None for a change in the board's
            settings.
        change: Index of the change within the panel or the board's settings. None for a created or
            removed panel.
    """

    board: int
    panel: int | None
    change: int | None


def extract_shared_changes(
    boards: Sequence[tuple[BoardChange, Mapping[int, Place]]],
) -> tuple[tuple[SharedChange, ...], list[BoardChange]]:
    """Separate changes that are the same in several boards from changes in only one board.

    Args:
        boards: The changes of each board, and a mapping from panel ids to the file and line that
            declare the panel.

    Returns:
        The shared changes, and the changes of each board without the shared changes. The shared
            change with the most boards comes first.
    """
    occurrences: dict[Hashable, list[_Occurrence]] = defaultdict(list)
    for index, (change, places) in enumerate(boards):
        if change.kind == "changed":
            for key, occurrence in _iter_occurrences(index, change, places):
                occurrences[key].append(occurrence)
    shared = [each for each in occurrences.values() if len({o.board for o in each}) >= LEAST_BOARDS]
    removed = {occurrence for each in shared for occurrence in each}
    rest = [_remove_occurrences(index, change, removed) for index, (change, _) in enumerate(boards)]
    changes = [_build_shared_change(each, boards) for each in _group_by_panels(shared)]
    return tuple(sorted(changes, key=lambda each: -len(each.boards))), rest


def _iter_occurrences(
    index: int, board: BoardChange, places: Mapping[int, Place]
) -> Iterator[tuple[Hashable, _Occurrence]]:
    for number, change in enumerate(board.changes):
        yield (
            ("board", _encode_content(change)),
            _Occurrence(board=index, panel=None, change=number),
        )
    for position, panel in enumerate(board.panels):
        owner = (
            _identify_panel(panel, places),
            panel.kind in ("created", "removed") and panel.kind,
        )
        if panel.kind in ("created", "removed"):
            content = tuple(map(_encode_content, panel.changes))
            yield (owner, content), _Occurrence(board=index, panel=position, change=None)
            continue
        for number, change in enumerate(panel.changes):
            key = (owner, _encode_content(change))
            yield key, _Occurrence(board=index, panel=position, change=number)


def _identify_panel(panel: PanelChange, places: Mapping[int, Place]) -> Hashable:
    """Return the file and line that declare a panel or, if they are unknown, its title and type."""
    place = _find_place(panel, places)
    return place or (panel.title, panel.type)


def _find_place(panel: PanelChange, places: Mapping[int, Place]) -> Place | None:
    if panel.id is None or panel.kind == "removed":
        return None
    return places.get(panel.id)


def _encode_content(change: Change) -> Hashable:
    values = json.dumps([change.before, change.after], sort_keys=True, default=str)
    return change.kind, change.what, values


def _group_by_panels(shared: Sequence[list[_Occurrence]]) -> list[list[list[_Occurrence]]]:
    """Group shared changes that concern the same panels, or the settings of the same boards."""
    groups: dict[Hashable, list[list[_Occurrence]]] = defaultdict(list)
    for each in shared:
        groups[tuple((o.board, o.panel, o.change is None) for o in each)].append(each)
    return list(groups.values())


def _build_shared_change(
    group: list[list[_Occurrence]], boards: Sequence[tuple[BoardChange, Mapping[int, Place]]]
) -> SharedChange:
    first = group[0][0]
    change, places = boards[first.board]
    uids = {o.board: (boards[o.board][0].uid, boards[o.board][0].title) for o in group[0]}
    panels = [boards[o.board][0].panels[o.panel] for o in group[0] if o.panel is not None]
    if not panels:
        changes = tuple(change.changes[each[0].change or 0] for each in group)
    elif first.change is None:
        changes = panels[0].changes
    else:
        changes = tuple(panels[0].changes[each[0].change or 0] for each in group)
    return SharedChange(
        boards=tuple(uids.values()),
        kind=panels[0].kind if panels else None,
        panels=tuple(dict.fromkeys(panel.title for panel in panels)),
        type=panels[0].type if panels else "",
        place=_find_place(panels[0], places) if panels else None,
        changes=changes,
    )


def _remove_occurrences(index: int, board: BoardChange, removed: set[_Occurrence]) -> BoardChange:
    """Return the changes of a board without the changes in `removed`."""

    def is_removed(panel: int | None, change: int | None) -> bool:
        return _Occurrence(board=index, panel=panel, change=change) in removed

    changes = [each for n, each in enumerate(board.changes) if not is_removed(None, n)]
    panels = []
    for position, panel in enumerate(board.panels):
        inner = [each for n, each in enumerate(panel.changes) if not is_removed(position, n)]
        if is_removed(position, None) or (panel.changes and not inner):
            continue
        panels.append(replace(panel, changes=tuple(inner)))
    return replace(board, changes=tuple(changes), panels=tuple(panels))


def has_own_changes(board: BoardChange) -> bool:
    """Return whether a board has changes that it does not share with other boards."""
    is_moved = board.folder_before != board.folder_after
    return board.kind != "changed" or bool(board.changes or board.panels) or is_moved
