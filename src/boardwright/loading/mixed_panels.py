"""Changes grafanalib so that its boards and rows can contain dicts and panels of the Foundation
SDK.

grafanalib reads `panel.span` and `panel.id` of every item in a row or board. A dict or an SDK
builder has no such attributes. Therefore, grafanalib is changed at run time to skip dicts and
builders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import attr

from boardwright.loading.object_origins import Origins
from boardwright.loading.panel_numbers import build_auto_panel_ids

_Change = Callable[[Any], Any]


def accept_mixed_panels(core: Any, origins: Origins) -> None:
    """Change grafanalib's classes for boards and rows, so that they skip items of other libraries
    and number panels faster.

    Args:
        core: The module `grafanalib.core`, which is changed.
        origins: Object that records the copies of panels that get a number.
    """
    core.Dashboard.auto_panel_ids = build_auto_panel_ids(origins)
    core.Dashboard._iter_panels = _iter_board
    core.Dashboard._map_panels = _map_board
    core.Row._map_panels = _map_row
    core.RowPanel._map_panels = _map_row_panel
    core.Row.__init__ = _build_row_init(core.Row.__init__)


def _has_settable_id(panel: Any) -> bool:
    """Return whether grafanalib can set the id of the panel or row."""
    return hasattr(panel, "_map_panels")


def _iter_board(board: Any) -> Iterator[Any]:
    for row in filter(_has_settable_id, board.rows):
        yield from filter(_has_settable_id, row.panels)
    for panel in filter(_has_settable_id, board.panels):
        yield panel
        yield from filter(_has_settable_id, getattr(panel, "panels", ()))


def _map_board(board: Any, change: _Change) -> Any:
    rows = [row._map_panels(change) if _has_settable_id(row) else row for row in board.rows]
    panels = [
        panel._map_panels(change) if _has_settable_id(panel) else panel for panel in board.panels
    ]
    return attr.evolve(board, rows=rows, panels=panels)


def _map_row(row: Any, change: _Change) -> Any:
    return attr.evolve(row, panels=[change(p) if _has_settable_id(p) else p for p in row.panels])


def _map_row_panel(row: Any, change: _Change) -> Any:
    return _map_row(change(row), change)


def _build_row_init(original: Callable[..., None]) -> Callable[..., None]:
    def __init__(row: Any, panels: Any = (), *args: Any, **kwargs: Any) -> None:  # noqa: N807 - becomes Row.__init__
        panels = list(panels)
        original(row, [panel for panel in panels if _has_settable_id(panel)], *args, **kwargs)
        sized = iter(row.panels)
        row.panels = [next(sized) if _has_settable_id(panel) else panel for panel in panels]

    return __init__
