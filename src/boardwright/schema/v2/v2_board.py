"""Converts a board of schema v2 to a classic one: pure, without loss.

Parts that the classic schema cannot express (conditional rendering, the settings of an automatic
grid, unknown keys) stay in the board under `KEPT`, by path, with a remark.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import filterfalse

from boardwright.schema.document import ORIGIN, REMARKS, Board
from boardwright.schema.json_object import Pointer
from boardwright.schema.v2.annotations import annotation
from boardwright.schema.v2.elements import panel
from boardwright.schema.v2.layout import AUTO_GRID_KEYS, lay_out
from boardwright.schema.v2.node import Json, Node
from boardwright.schema.v2.pointers import take_pointers
from boardwright.schema.v2.v2_variables import variable

KEPT = "fromV2"
"""The key, in a classic board, of parts that only v2 can express: path -> value."""

_SAME = (
    "uid",
    "id",
    "title",
    "description",
    "tags",
    "editable",
    "links",
    "liveNow",
    "preload",
    "revision",
    "schemaVersion",
    "version",
    ORIGIN,
)
_CURSORS = {"Off": 0, "Crosshair": 1, "Tooltip": 2}
_PICKER = {
    "refresh_intervals": "autoRefreshIntervals",
    "quick_ranges": "quickRanges",
    "hidden": "hideTimepicker",
    "nowDelay": "nowDelay",
}


def classic_board(spec: Board) -> Board:
    """Return a v2 board's spec as a classic board, with remarks; `spec` is not changed."""
    return classic_form(spec)[0]


def classic_form(spec: Board) -> tuple[Board, dict[Pointer, Pointer]]:
    """Return a v2 board's spec as a classic board, with the paths in it -> paths in `spec`."""
    board = _convert(spec)
    return board, take_pointers(board)


def _convert(spec: Board) -> Board:
    top = Node(spec, ())
    laid = lay_out(top.node("layout"), _Elements(top.node("elements")))
    board = {
        **top.take_known(**{key: key for key in _SAME}),
        **_cursor(top),
        **_times(top.node("timeSettings")),
        "panels": laid.panels,
        "templating": {"list": [variable(item) for item in top.nodes("variables")]},
        "annotations": {"list": [annotation(item) for item in top.nodes("annotations")]},
    }
    kept = top.take_rest()
    remarks = [*laid.remarks, *map(_remark, filterfalse(_is_in_layout_remark, sorted(kept)))]
    return {
        **board,
        **({KEPT: kept} if kept else {}),
        **({REMARKS: tuple(remarks)} if remarks else {}),
    }


def _is_in_layout_remark(path: str) -> bool:
    """Whether the layout's remark covers it: tabs and automatic grids."""
    return path.startswith("layout.") and path.rpartition(".")[2] in {"kind", *AUTO_GRID_KEYS}


def _remark(path: str) -> str:
    return f"`{path}` of its v2 form cannot be expressed in v1: it is kept under `{KEPT}`"


class _Elements:
    """The panels by name; a panel that no layout uses stays in `holder`."""

    def __init__(self, holder: Node) -> None:
        self._holder = holder
        self._shown: dict[str, Json] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._holder.objects())

    def panel(self, name: str) -> Json | None:
        """Return the panel of that name; a second use is another panel with another id."""
        if name in self._shown:
            return {key: value for key, value in self._shown[name].items() if key != "id"}
        if not isinstance(self._holder.peek(name), dict):
            return None
        self._shown[name] = panel(self._holder.node(name))
        return self._shown[name]


def _cursor(top: Node) -> Json:
    sync = top.take_word("cursorSync", _CURSORS)
    return {} if sync is None else {"graphTooltip": sync}


def _times(settings: Node) -> Json:
    span = settings.take_known(**{"from": "from", "to": "to"})
    picker = settings.take_known(**_PICKER)
    settings_found = settings.take_known(
        refresh="autoRefresh",
        timezone="timezone",
        weekStart="weekStart",
        fiscalYearStartMonth="fiscalYearStartMonth",
    )
    return {
        **({"time": span} if span else {}),
        **({"timepicker": picker} if picker else {}),
        **settings_found,
    }
