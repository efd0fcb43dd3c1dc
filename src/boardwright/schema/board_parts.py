"""The parts of a board that have a source position: the board, and its rows, panels, queries,
variables and annotations. `BOARD` lists the keys under which a board stores these parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from boardwright.frozen import frozen


@frozen
class PartRole:
    """The role of an object in a board, such as panel or query.

    The role determines which keys of the object contain further objects with a source position.

    Attributes:
        keys: Key -> role of the object under the key, or of the items of the list under the key.
        named: The role of every value in an object whose keys are arbitrary names; None for objects
            with fixed keys.
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
"""The keys of schema v1 and schema v2 under which a board stores objects with a source position."""

PANEL_LISTS = ("rows", "panels", "targets")
"""The keys of a board, row or panel under which rows, panels and queries are listed."""
