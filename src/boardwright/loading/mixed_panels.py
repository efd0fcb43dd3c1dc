"""Changes grafanalib so that its boards and rows can contain dicts and panels of the Foundation
SDK.

grafanalib reads `panel.span` and `panel.id` of every item in a row or board. Dicts and SDK builders
do not have these attributes. Therefore, boardwright replaces methods of grafanalib by methods that
skip dicts and builders.

boardwright also replaces the method `auto_panel_ids`, which sets the ids of a board's panels, by a
faster method. To set an id, grafanalib calls the constructor of the panel again, and attrs checks
and converts every argument again. If a constructor only sets attributes, the faster method copies
the panel instead. Copying a panel takes a tenth of the time of a constructor call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import attr

from boardwright.loading.object_origins import ObjectOrigins

_Conversion = Callable[[Any], Any]

_GENERATED = "<attrs generated"


def accept_mixed_panels(core: Any, origins: ObjectOrigins) -> None:
    """Replace methods of grafanalib's classes for boards and rows, so that they skip items of other
    libraries and set panel ids faster.

    Args:
        core: The module `grafanalib.core`, which is changed.
        origins: Object that records the copies of panels.
    """
    core.Dashboard.auto_panel_ids = _build_auto_panel_ids(origins)
    core.Dashboard._iter_panels = _iter_board
    core.Dashboard._map_panels = _map_board
    core.Row._map_panels = _map_row
    core.RowPanel._map_panels = _map_row_panel
    core.Row.__init__ = _build_row_init(core.Row.__init__)


def _has_settable_id(panel: Any) -> bool:
    """Return whether the panel or row is a grafanalib object, so that grafanalib can set its id."""
    return hasattr(panel, "_map_panels")


def _iter_board(board: Any) -> Iterator[Any]:
    for row in filter(_has_settable_id, board.rows):
        yield from filter(_has_settable_id, row.panels)
    for panel in filter(_has_settable_id, board.panels):
        yield panel
        yield from filter(_has_settable_id, getattr(panel, "panels", ()))


def _map_board(board: Any, change: _Conversion) -> Any:
    rows = [row._map_panels(change) if _has_settable_id(row) else row for row in board.rows]
    panels = [
        panel._map_panels(change) if _has_settable_id(panel) else panel for panel in board.panels
    ]
    return attr.evolve(board, rows=rows, panels=panels)


def _map_row(row: Any, change: _Conversion) -> Any:
    return attr.evolve(row, panels=[change(p) if _has_settable_id(p) else p for p in row.panels])


def _map_row_panel(row: Any, change: _Conversion) -> Any:
    return _map_row(change(row), change)


def _build_row_init(original: Callable[..., None]) -> Callable[..., None]:
    def __init__(row: Any, panels: Any = (), *args: Any, **kwargs: Any) -> None:  # noqa: N807 - becomes Row.__init__
        panels = list(panels)
        original(row, [panel for panel in panels if _has_settable_id(panel)], *args, **kwargs)
        sized = iter(row.panels)
        row.panels = [next(sized) if _has_settable_id(panel) else panel for panel in panels]

    return __init__


def _build_auto_panel_ids(origins: ObjectOrigins) -> Callable[[Any], Any]:
    """Return a replacement for the method `auto_panel_ids` of grafanalib's `Dashboard`."""
    attributes_by_class: dict[type, list[str]] = {}

    def copy_with_number(panel: Any, number: int) -> Any:
        cls = type(panel)
        if cls not in attributes_by_class:
            attributes_by_class[cls] = _list_settable_attributes(cls)
        if [*vars(panel)] != attributes_by_class[cls]:
            return attr.evolve(panel, id=number)
        copy = object.__new__(cls)
        vars(copy).update(vars(panel), id=number)
        origins.record_numbered_copy(copy, panel)
        return copy

    def set_panel_ids(board: Any) -> Any:
        used_ids = {panel.id for panel in board._iter_panels() if panel.id}
        free_ids = (number for number in count(1) if number not in used_ids)
        return board._map_panels(
            lambda panel: panel if panel.id else copy_with_number(panel, next(free_ids))
        )

    return set_panel_ids


def _list_settable_attributes(cls: Any) -> list[str]:
    """Return the attributes that the constructor of a class sets; empty if the constructor does
    anything else.
    """
    constructor = getattr(cls.__init__, "__code__", None)
    only_sets_attributes = (
        constructor is not None
        and constructor.co_filename.startswith(_GENERATED)
        and cls.__new__.__module__ == ObjectOrigins.__module__
        and not hasattr(cls, "__attrs_pre_init__")
        and not hasattr(cls, "__attrs_post_init__")
        and all(field.init for field in attr.fields(cls))
    )
    return [field.name for field in attr.fields(cls)] if only_sets_attributes else []
