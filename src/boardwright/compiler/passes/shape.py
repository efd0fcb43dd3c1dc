"""Reject values that are not a dashboard, and convert boards of schema v2.

For example, a list of numbers as panels, a text as queries, and rows that are nested more than
eight deep are rejected. A missing or null list becomes an empty list, and a missing or null object
becomes an empty object.

A board of Grafana's schema v2 (`elements` and `layout`; v2beta1 or v2) becomes a classic board.
Tabs become rows. Rows inside rows or tabs are placed one after the other. An automatic grid is laid
out as on a wide screen. Parts that only schema v2 can express, such as tabs and conditions for
showing a panel, are kept in the compiled board. `build` reports the parts that the output in v1
loses. Defaults of v2 that the board leaves out are added. All other passes change only this classic
board. The output in v2 has the values of the declared board (ADR 32). A board of v2alpha1 is
rejected.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardwright.compiler.context import Context
from boardwright.compiler.edit import drop_keys
from boardwright.compiler.places import add_remark, build_board_error
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.envelopes import is_v2
from boardwright.schema.forms import BOARD, DETAILS, OBJECTS, PANEL, Form, Forms
from boardwright.schema.panel_types import OWN_TYPES
from boardwright.schema.schema_version import SCHEMA_VERSION

DEPTH = 8
"""Rows that are nested more deeply than this are rejected as a mistake."""


def run(board: Board, context: Context) -> Board:
    """Return the board with valid lists and objects, or raise DocumentError."""
    board = complete_v2(read_v2(board, context)) if is_v2(board) else board
    board = _check_structure(board, BOARD, context)
    for key in ("templating", "annotations"):
        holder = board.get(key) or {}
        board = {**board, key: {**holder, "list": holder.get("list") or []}}
    board = {**board, "panels": _check_panels(board, "panels", context, 0)}
    rows = _check_panels(board, "rows", context, 0)
    return {**board, "rows": rows} if rows else drop_keys(board, "rows")


def read_v2(spec: Board, context: Context) -> Board:
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


def _check_panels(owner: Board, key: str, context: Context, depth: int) -> list[Board]:
    if depth > DEPTH:
        raise build_board_error(
            "rows are nested too deeply", owner, context, hint="Put the panels into one row."
        )
    owner = _check_structure(owner, {key: OBJECTS}, context)
    return [check_panel(panel, context, depth) for panel in owner.get(key) or []]


def check_panel(panel: PanelJson, context: Context, depth: int = 0) -> PanelJson:
    """Return a panel with valid lists and objects, or raise DocumentError."""
    panel = _check_structure(panel, PANEL, context)
    kind = panel.get("type", "")
    if not isinstance(kind, str):
        raise _build_form_error("type", kind, "text", panel, context)
    if kind in OWN_TYPES:
        panel = _drop_misformed(panel)
    for key in ("title", "description"):
        if isinstance(panel.get(key), (int, float)):
            panel = {**panel, key: str(panel[key])}
    if not panel.get("panels"):
        return panel
    return {**panel, "panels": _check_panels(panel, "panels", context, depth + 1)}


def _check_structure(owner: Board, forms: Forms, context: Context) -> Board:
    """Remove empty values of the wrong type, such as `[]` in place of an object. Raise
    DocumentError for any other value of the wrong type.
    """
    if _fits_forms(owner, forms):
        return owner
    for path, value, form in _iter_misfits(owner, forms):
        if value not in _EMPTY:
            raise _build_form_error(path, value, _NAMES[type(form)], owner, context)
    return _repair_containers(owner, forms)


def _drop_misformed(panel: PanelJson) -> PanelJson:
    """Return a panel without nested values of the wrong type. A remark reports each of them."""
    if _fits_forms(panel, DETAILS):
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


def _fits_forms(owner: Json, forms: Forms) -> bool:
    for key, form in forms.items():  # all() would take twice as long
        if key in owner and not _fits_form(owner[key], form):
            return False
    return True


def _fits_form(value: Any, form: Form) -> bool:
    if value is None:
        return True
    if isinstance(form, dict):
        return isinstance(value, dict) and (not form or _fits_forms(value, form))
    if not isinstance(value, list):
        return False
    if not (form and value):
        return True
    return None not in value and all(_fits_form(item, form[0]) for item in value)


def _iter_misfits(owner: Json, forms: Forms) -> Iterator[tuple[str, Any, Form]]:
    for key in forms.keys() & owner.keys():
        yield from _iter_value_misfits(key, owner[key], forms[key])


def _iter_value_misfits(path: str, value: Any, form: Form) -> Iterator[tuple[str, Any, Form]]:
    if isinstance(form, dict) and isinstance(value, dict):
        for inner, item, expected in _iter_misfits(value, form):
            yield f"{path}.{inner}", item, expected
    elif isinstance(form, list) and isinstance(value, list):
        for item in value if form else ():
            yield from _iter_value_misfits(f"{path}[]", item, form[0])
    else:
        yield path, value, form


def _repair_containers(owner: Json, forms: Forms) -> Json:
    if _fits_forms(owner, forms):
        return owner
    known = forms.keys() & owner.keys()
    right = {key: _repair_value(owner[key], forms[key]) for key in known}
    kept = {key: value for key, value in right.items() if value is not None}
    return {**drop_keys(owner, *known), **kept}


def _repair_value(value: Any, form: Form) -> Any:
    if isinstance(form, dict):
        return _repair_containers(value, form) if isinstance(value, dict) else None
    if not isinstance(value, list) or not form:
        return value if isinstance(value, list) else None
    found = [_repair_value(item, form[0]) for item in value]
    return [item for item in found if item is not None]


def _build_form_error(
    path: str, value: Any, wanted: str, owner: Board, context: Context
) -> Exception:
    got = _NAMES.get(type(value), f"{value!r:.40}")
    what = f"`{path}` is {got}, but Grafana requires {wanted}"
    return build_board_error(what, owner, context, hint=_choose_hint(path, value, context))


def _choose_hint(path: str, value: Any, context: Context) -> str:
    in_python = context.document is not None and context.document.form != "json"
    if in_python and path.endswith("[]") and isinstance(value, list):
        name = path.removesuffix("[]").rpartition(".")[2]
        return f"The list contains a list: put * before the inner list, as in {name}=[*one, *two]."
    return "Use the structure of Grafana's dashboard JSON."
