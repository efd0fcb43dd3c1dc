"""Convert numbers, texts and booleans to the type that Grafana requires.

For example, the minimum `"80"` becomes 80, and the title 12 becomes `"12"`. A value that cannot be
converted is removed, and a remark reports it.
"""

from __future__ import annotations

from typing import Any

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import get_value, parse_number
from boardwright.compiler.field_configs import read_field_defaults, with_field_defaults
from boardwright.compiler.places import add_remark
from boardwright.schema import scalars
from boardwright.schema.board_traversal import (
    map_annotations,
    map_items,
    map_panels,
    map_targets,
    map_variables,
)
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.scalars import ScalarKind, ScalarKinds

FLAGS = {"true": True, "false": False, "1": True, "0": False, "1.0": True, "0.0": False}
DIRECTIONS = ("h", "v")
EMPTY: tuple[Any, ...] = (None, False, "", [], {})
"""Values without an effect, which the pass removes without a remark."""


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with numbers, texts and booleans of the type that Grafana requires."""
    board = _check_values(board, scalars.BOARD)
    board = _check_inner(
        _check_inner(board, "time", scalars.TIME), "timepicker", scalars.TIMEPICKER
    )
    board = map_items(board, "links", lambda link: _check_values(link, scalars.LINK, quiet=True))
    board = map_variables(board, lambda v: _check_values(v, scalars.VARIABLE, quiet=True))
    board = map_annotations(board, lambda a: _check_values(a, scalars.ANNOTATION, quiet=True))
    return map_panels(board, _check_panel)


def _check_panel(panel: PanelJson) -> PanelJson:
    panel = map_targets(_check_values(panel, scalars.PANEL), _check_target)
    if "repeatDirection" in panel and panel["repeatDirection"] not in DIRECTIONS:
        panel = {key: value for key, value in panel.items() if key != "repeatDirection"}
    settings = read_field_defaults(panel)
    wrong = _find_wrong_values(settings, scalars.FIELD)
    if not wrong:
        return panel
    return _report_dropped_values(
        with_field_defaults(panel, _convert_values(settings, wrong)), settings, wrong
    )


def _check_target(target: Json) -> Json:
    wrong = {
        key: _convert_value(target[key], "text")
        for key in scalars.TARGET
        if isinstance(target.get(key), (int, float)) and not isinstance(target[key], bool)
    }
    return {**target, **wrong} if wrong else target


def _check_inner(board: Board, key: str, kinds: ScalarKinds) -> Board:
    inner = get_value(board, key)
    if not isinstance(inner, dict):
        return board
    checked = _check_values(inner, kinds, quiet=True)
    return board if checked is inner else {**board, key: checked}


def _check_values(owner: Json, kinds: ScalarKinds, *, quiet: bool = False) -> Json:
    wrong = _find_wrong_values(owner, kinds)
    if not wrong:
        return owner
    new = _convert_values(owner, wrong)
    return new if quiet else _report_dropped_values(new, owner, wrong)


def _find_wrong_values(owner: Json, kinds: ScalarKinds) -> dict[str, Any]:
    """Return the converted value of each key whose value has the wrong type.

    A value that cannot be converted becomes None.
    """
    wrong = {}
    for key, value in owner.items():
        kind = kinds.get(key)
        if kind and not _has_kind(value, kind):
            wrong[key] = _convert_value(value, kind)
    return wrong


def _convert_values(owner: Json, wrong: dict[str, Any]) -> Json:
    return {key: value for key, value in {**owner, **wrong}.items() if value is not None}


def _report_dropped_values(owner: Json, old: Json, wrong: dict[str, Any]) -> Json:
    for key in (key for key, value in wrong.items() if value is None and old[key] not in EMPTY):
        owner = add_remark(
            owner,
            f"`{key}` is {old[key]!r:.40}: boardwright drops this value, because Grafana "
            "requires another type",
        )
    return owner


def _has_kind(value: Any, kind: ScalarKind) -> bool:
    if kind == "text":
        return isinstance(value, str)
    if kind == "flag":
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (kind == "number" and isinstance(value, float))


def _convert_value(value: Any, kind: ScalarKind) -> Any:
    if kind == "text":
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return str(value) if is_number else None
    if kind == "flag":
        return FLAGS.get(str(value).lower())
    number = int(value) if isinstance(value, bool) else parse_number(value)
    return int(number) if number is not None and kind == "whole" else number
