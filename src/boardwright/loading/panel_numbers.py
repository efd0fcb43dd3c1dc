"""A faster version of grafanalib's `auto_panel_ids`, the method that sets the ids of a board's
panels.

To set the id of a panel, grafanalib creates the panel again, which makes attrs check and convert
every argument once more. The version in this module copies the panel instead, if the constructor of
its class only sets attributes. Copying a panel takes a tenth of the time that creating a panel
takes.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import attr

from boardwright.loading.object_origins import Origins

_GENERATED = "<attrs generated"


def build_auto_panel_ids(origins: Origins) -> Callable[[Any], Any]:
    """Return a replacement for the method `auto_panel_ids` of grafanalib's `Dashboard`.

    Args:
        origins: The recorded objects, to which the copies of panels are added.
    """
    names_of: dict[type, list[str]] = {}

    def copy_with_number(panel: Any, number: int) -> Any:
        cls = type(panel)
        if cls not in names_of:
            names_of[cls] = _list_settable_attributes(cls)
        if [*vars(panel)] != names_of[cls]:
            return attr.evolve(panel, id=number)
        copy = object.__new__(cls)
        vars(copy).update(vars(panel), id=number)
        origins.note_numbered(copy, panel)
        return copy

    def set_panel_ids(board: Any) -> Any:
        taken = {panel.id for panel in board._iter_panels() if panel.id}
        free = (number for number in count(1) if number not in taken)
        return board._map_panels(
            lambda panel: panel if panel.id else copy_with_number(panel, next(free))
        )

    return set_panel_ids


def _list_settable_attributes(cls: Any) -> list[str]:
    """Return the attributes of a class; empty if the constructor of the class does more than set
    these attributes.
    """
    made_by = getattr(cls.__init__, "__code__", None)
    is_plain = (
        made_by is not None
        and made_by.co_filename.startswith(_GENERATED)
        and cls.__new__.__module__ == Origins.__module__
        and not hasattr(cls, "__attrs_pre_init__")
        and not hasattr(cls, "__attrs_post_init__")
        and all(field.init for field in attr.fields(cls))
    )
    return [field.name for field in attr.fields(cls)] if is_plain else []
