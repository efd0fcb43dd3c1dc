"""The fixes for ids. The board's id becomes null, and each panel gets a unique id."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from boardwright.checks.fixes.value_change import ValueChange
from boardwright.checks.views.board_view import BoardView

_LARGEST = 2**31 - 1
"""The largest panel id, because Grafana stores ids as 32-bit integers."""


def clear_board_id(board: BoardView) -> Iterator[ValueChange]:
    """Yield the change that sets a board's database id to null."""
    if board.database_id:
        yield ValueChange(("id",), None)


def add_panel_ids(board: BoardView) -> Iterator[ValueChange]:
    """Yield a new id for each panel whose id is missing or 0. Grafana replaces the id 0."""
    new = _iter_free_ids(board)
    for panel in board.panels:
        if not panel.id:
            yield ValueChange((*panel.pointer, "id"), next(new))


def replace_duplicate_ids(board: BoardView) -> Iterator[ValueChange]:
    """Yield a new id for each panel that has the same id as an earlier panel. Links that contain
    this id still open the earlier panel.
    """
    new = _iter_free_ids(board)
    seen = set()
    for panel in board.panels:
        if not panel.id or panel.is_repeat_clone:
            continue
        if panel.id in seen:
            yield ValueChange((*panel.pointer, "id"), next(new))
        seen.add(panel.id)


def _iter_free_ids(board: BoardView) -> Iterator[int]:
    """Yield ids that no panel has, counting up from the largest id, as Grafana does."""
    used = {panel.id for panel in board.panels}
    largest = max((number for number in used if number is not None), default=0)
    first = max(largest, 0) + 1 if largest + len(board.panels) < _LARGEST else 1
    return (number for number in count(first) if number not in used)
