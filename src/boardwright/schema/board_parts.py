"""Describes the objects of a board for which boardwright records the file and line of the
declaration: rows, panels, queries, variables and annotations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from boardwright.frozen import frozen


@frozen
class PartRole:
    """The role of an object in a board, such as panel, row or query.

    Attributes:
        keys: Key of the object -> the role of the value, or of each item if the value is a list.
        named: The role of every value, if the keys of the object are arbitrary names; None if the
            keys are fixed.
        is_panel: Whether the object is a panel.
    """

    keys: Mapping[str, PartRole] = field(default_factory=dict)
    named: PartRole | None = None
    is_panel: bool = False


_LEAF = PartRole()
_OBJECT_WITH_LIST = PartRole(keys={"list": _LEAF})
_INNER_PANEL = PartRole(keys={"targets": _LEAF}, is_panel=True)
_PANEL = PartRole(keys={"targets": _LEAF, "panels": _INNER_PANEL}, is_panel=True)
_ROW = PartRole(keys={"panels": _PANEL})
BOARD = PartRole(
    keys={
        "rows": _ROW,
        "panels": _PANEL,
        "templating": _OBJECT_WITH_LIST,
        "annotations": _OBJECT_WITH_LIST,
        "elements": PartRole(named=_LEAF),
        "variables": _LEAF,
    }
)
"""The keys of a board in schema v1 or v2 under which it stores rows, panels, variables and
annotations.
"""

PANEL_LISTS = ("rows", "panels", "targets")
"""The keys under which a board, row or panel lists its rows, panels or queries."""
