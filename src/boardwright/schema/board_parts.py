"""The parts of a board that have a source position: the board, and its rows, panels, queries,
variables and annotations. `BOARD` lists the keys under which a board stores these parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from boardwright.frozen import frozen


@frozen
class Role:
    """The role of an object in a board, such as panel or query.

    The role determines which keys of the object contain further objects with a source position.

    Attributes:
        keys: Key -> role of the object under the key, or of the items of the list under the key.
        named: The role of every value in an object whose keys are arbitrary names; None for objects
            with fixed keys.
        is_panel: Whether the object is a panel.
    """

    keys: Mapping[str, Role] = field(default_factory=dict)
    named: Role | None = None
    is_panel: bool = False


_LEAF = Role()
_OBJECT_WITH_LIST = Role(keys={"list": _LEAF})
_INNER_PANEL = Role(keys={"targets": _LEAF}, is_panel=True)
_PANEL = Role(keys={"targets": _LEAF, "panels": _INNER_PANEL}, is_panel=True)
_ROW = Role(keys={"panels": _PANEL})
BOARD = Role(
    keys={
        "rows": _ROW,
        "panels": _PANEL,
        "templating": _OBJECT_WITH_LIST,
        "annotations": _OBJECT_WITH_LIST,
        "elements": Role(named=_LEAF),
        "variables": _LEAF,
    }
)
"""The relevant keys of both schemas; `elements` and `variables` are keys of v2."""

PANEL_LISTS = ("rows", "panels", "targets")
"""The keys of a board, row or panel under which rows, panels and queries are listed."""
