"""Reject values that are not a dashboard, and convert boards of schema v2.

For example, the pass rejects a list of numbers as panels, a text as queries, and rows that are
nested more than eight levels deep. A missing or null list becomes an empty list, and a missing or
null object becomes an empty object.

A board of Grafana's schema v2 or v2beta1 becomes a classic board. Tabs become rows. Rows inside
rows or tabs are placed one after the other. The panels of an automatic grid get the positions that
they have on a wide screen. The compiled board keeps parts that only schema v2 can express, such as
tabs and conditions for showing a panel. `build` reports the parts that are lost in the v1 output.
The pass adds defaults of v2 that the board omits. All other passes change only the classic board.
The v2 output contains the values of the declared board (ADR 32). The pass rejects a board of
v2alpha1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys
from boardwright.compiler.places import add_remark, build_board_error
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.envelopes import is_v2
from boardwright.schema.json_shapes import BOARD, DETAILS, OBJECTS, PANEL, Shape, Shapes
from boardwright.schema.panel_types import OWN_TYPES
from boardwright.schema.schema_version import SCHEMA_VERSION

DEPTH = 8
"""The largest number of levels to which rows may be nested."""


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with valid lists and objects, or raise DocumentError."""
    board = complete_v2(read_v2(board, context)) if is_v2(board) else board
    board = _check_structure(board, BOARD, context)
    for key in ("templating", "annotations"):
        value = board.get(key) or {}
        board = {**board, key: {**value, "list": value.get("list") or []}}
    board = {**board, "panels": _check_panels(board, "panels", context, 0)}
    rows = _check_panels(board, "rows", context, 0)
    return {**board, "rows": rows} if rows else drop_keys(board, "rows")


def read_v2(spec: Board, context: CompilerContext) -> Board:
    """Return the `spec` of a v2 board as a classic board, or raise DocumentError for v2alpha1."""
    from boardwright.schema.v2 import v2alpha1
    from boardwright.schema.v2.v2_board import read_v2_board

    if v2alpha1.is_v2alpha1(spec):
        raise build_board_error(f"the board {v2alpha1.WHAT}", spec, context, hint=v2alpha1.HINT)
    return read_v2_board(spec)


def complete_v2(board: Board) -> Board:
    """Return a board that was read from v2, with the defaults of v2 and a schema version."""
    from boardwright.schema.v2.v2_board import add_defaults

    return {"schemaVersion": SCHEMA_VERSION, **add_defaults(board)}


def _check_panels(owner: Board, key: str, context: CompilerContext, depth: int) -> list[Board]:
    if depth > DEPTH:
        raise build_board_error(
            "rows are nested too deeply", owner, context, hint="Put the panels into one row."
        )
    owner = _check_structure(owner, {key: OBJECTS}, context)
    return [check_panel(panel, context, depth) for panel in owner.get(key) or []]


def check_panel(panel: PanelJson, context: CompilerContext, depth: int = 0) -> PanelJson:
    """Return a panel with valid lists and objects, or raise DocumentError."""
    panel = _check_structure(panel, PANEL, context)
    kind = panel.get("type", "")
    if not isinstance(kind, str):
        raise _build_shape_error("type", kind, "text", panel, context)
    if kind in OWN_TYPES:
        panel = _drop_wrong_details(panel)
    for key in ("title", "description"):
        if isinstance(panel.get(key), (int, float)):
            panel = {**panel, key: str(panel[key])}
    if not panel.get("panels"):
        return panel
    return {**panel, "panels": _check_panels(panel, "panels", context, depth + 1)}


def _check_structure(owner: Board, shapes: Shapes, context: CompilerContext) -> Board:
    """Remove empty values of the wrong type, such as `[]` in place of an object.

    Raises:
        DocumentError: A value that is not empty has the wrong type.
    """
    if _fits_shapes(owner, shapes):
        return owner
    for path, value, shape in _iter_misfits(owner, shapes):
        if value not in _EMPTY:
            raise _build_shape_error(path, value, _NAMES[type(shape)], owner, context)
    return _repair_containers(owner, shapes)


def _drop_wrong_details(panel: PanelJson) -> PanelJson:
    """Return a panel without nested values of the wrong type. Remarks report the removed values."""
    if _fits_shapes(panel, DETAILS):
        return panel
    wrong = [path for path, value, _ in _iter_misfits(panel, DETAILS) if value not in _EMPTY]
    panel = _repair_containers(panel, DETAILS)
    for path in wrong:
        panel = add_remark(
            panel,
            f"the value of `{path}` in this panel is dropped, because it does not have "
            "the type that Grafana requires",
        )
    return panel


_EMPTY: tuple[Any, ...] = (None, "", [], {}, False)
_NAMES: dict[type, str] = {dict: "an object", list: "a list"}


def _fits_shapes(owner: Json, shapes: Shapes) -> bool:
    for key, shape in shapes.items():  # all() would take twice as long
        if key in owner and not _fits_shape(owner[key], shape):
            return False
    return True


def _fits_shape(value: Any, shape: Shape) -> bool:
    if value is None:
        return True
    if isinstance(shape, dict):
        return isinstance(value, dict) and (not shape or _fits_shapes(value, shape))
    if not isinstance(value, list):
        return False
    if not (shape and value):
        return True
    return None not in value and all(_fits_shape(item, shape[0]) for item in value)


def _iter_misfits(owner: Json, shapes: Shapes) -> Iterator[tuple[str, Any, Shape]]:
    for key in shapes.keys() & owner.keys():
        yield from _iter_value_misfits(key, owner[key], shapes[key])


def _iter_value_misfits(path: str, value: Any, shape: Shape) -> Iterator[tuple[str, Any, Shape]]:
    if isinstance(shape, dict) and isinstance(value, dict):
        for inner, item, expected in _iter_misfits(value, shape):
            yield f"{path}.{inner}", item, expected
    elif isinstance(shape, list) and isinstance(value, list):
        for item in value if shape else ():
            yield from _iter_value_misfits(f"{path}[]", item, shape[0])
    else:
        yield path, value, shape


def _repair_containers(owner: Json, shapes: Shapes) -> Json:
    if _fits_shapes(owner, shapes):
        return owner
    known = shapes.keys() & owner.keys()
    repaired = {key: _repair_value(owner[key], shapes[key]) for key in known}
    values = {key: value for key, value in repaired.items() if value is not None}
    return {**drop_keys(owner, *known), **values}


def _repair_value(value: Any, shape: Shape) -> Any:
    if isinstance(shape, dict):
        return _repair_containers(value, shape) if isinstance(value, dict) else None
    if not isinstance(value, list) or not shape:
        return value if isinstance(value, list) else None
    items = [_repair_value(item, shape[0]) for item in value]
    return [item for item in items if item is not None]


def _build_shape_error(
    path: str, value: Any, required: str, owner: Board, context: CompilerContext
) -> Exception:
    actual = _NAMES.get(type(value), f"{value!r:.40}")
    what = f"`{path}` is {actual}, but Grafana requires {required}"
    return build_board_error(what, owner, context, hint=_choose_hint(path, value, context))


def _choose_hint(path: str, value: Any, context: CompilerContext) -> str:
    in_python = context.document is not None and context.document.form != "json"
    if in_python and path.endswith("[]") and isinstance(value, list):
        name = path.removesuffix("[]").rpartition(".")[2]
        return f"The list contains a list: put * before the inner list, as in {name}=[*one, *two]."
    return "Use the structure of Grafana's dashboard JSON."
