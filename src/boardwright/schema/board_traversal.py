"""Functions that visit every panel, query, variable or annotation of a board.

The `map_*` functions never change their argument. If nothing changes, a `map_*` function returns
the same object, which makes compiler passes fast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import is_

from boardwright.schema.document import Board, PanelJson

ItemChange = Callable[[Board], Board]
"""A function that returns a changed copy of an object, or the object itself if nothing changes."""


def iter_panels(board: Board) -> Iterator[Board]:
    """Yield every panel, including the panels in classic rows. The function yields a row before the
    panels of the row.
    """
    for row in board.get("rows") or ():
        yield from row.get("panels") or ()
    for panel in board.get("panels") or ():
        yield panel
        yield from _iter_children(panel)


def iter_targets(panel: PanelJson) -> Iterator[PanelJson]:
    """Yield the queries of a panel."""
    yield from panel.get("targets") or ()


def iter_variables(board: Board) -> Iterator[Board]:
    """Yield the template variables of a board."""
    yield from (board.get("templating") or {}).get("list") or ()


def iter_annotations(board: Board) -> Iterator[Board]:
    """Yield the annotation queries of a board."""
    yield from (board.get("annotations") or {}).get("list") or ()


def map_panels(board: Board, change: ItemChange) -> Board:
    """Return a board or row in which `change` was applied to every panel. The function applies
    `change` to the panels of a row first, and then to the row.
    """
    panels = board.get("panels")
    if not panels:
        return board
    changed = [
        change(map_panels(panel, change) if panel.get("panels") else panel) for panel in panels
    ]
    return board if all(map(is_, panels, changed)) else {**board, "panels": changed}


def map_targets(panel: PanelJson, change: ItemChange) -> PanelJson:
    """Return a panel in which `change` was applied to every query."""
    return map_items(panel, "targets", change)


def map_variables(board: Board, change: ItemChange) -> Board:
    """Return a board in which `change` was applied to every template variable."""
    return _map_list(board, "templating", change)


def map_annotations(board: Board, change: ItemChange) -> Board:
    """Return a board in which `change` was applied to every annotation query."""
    return _map_list(board, "annotations", change)


def map_items(owner: Board, key: str, change: ItemChange) -> Board:
    """Return an object in which `change` was applied to every item of the list under `key`."""
    items = owner.get(key)
    if not items:
        return owner
    changed = [change(item) for item in items]
    return owner if all(map(is_, items, changed)) else {**owner, key: changed}


def _iter_children(panel: PanelJson) -> Iterator[PanelJson]:
    for child in panel.get("panels") or ():
        yield child
        yield from _iter_children(child)


def _map_list(board: Board, key: str, change: ItemChange) -> Board:
    value = board.get(key)
    if not value:
        return board
    changed = map_items(value, "list", change)
    return board if changed is value else {**board, key: changed}
