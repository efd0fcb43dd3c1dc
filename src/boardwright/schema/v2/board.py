"""From a board of schema v2 to a classic one: pure, and nothing lost.

What the classic schema has no word for (conditional rendering, what made an automatic grid, keys
that are newer than this code) stays in the board under `KEPT`, by its path, and is remarked on.
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
from boardwright.schema.v2.variables import variable

KEPT = "fromV2"
"""The key of a classic board that holds what only v2 can say: path -> value."""

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
    """Return a v2 board's spec as a classic board, and ways in it -> ways in `spec`."""
    board = _converted(spec)
    return board, take_pointers(board)


def _converted(spec: Board) -> Board:
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
    kept = top.left()
    remarks = [*laid.remarks, *map(_remark, filterfalse(_is_told, sorted(kept)))]
    return {
        **board,
        **({KEPT: kept} if kept else {}),
        **({REMARKS: tuple(remarks)} if remarks else {}),
    }


def _is_told(path: str) -> bool:
    """Whether the layout's own remark says it: of tabs, and of an automatic grid."""
    return path.startswith("layout.") and path.rpartition(".")[2] in {"kind", *AUTO_GRID_KEYS}


def _remark(path: str) -> str:
    return f"`{path}` of its v2 form cannot be said in v1: it is kept under `{KEPT}`"


class _Elements:
    """The panels by name; one that nothing shows stays in `holder`."""

    def __init__(self, holder: Node) -> None:
        self._holder = holder
        self._shown: dict[str, Json] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._holder.objects())

    def panel(self, name: str) -> Json | None:
        """Return the panel of that name; shown again, it is another panel and has another id."""
        if name in self._shown:
            return {key: value for key, value in self._shown[name].items() if key != "id"}
        if name not in self._holder.objects():
            return None
        self._shown[name] = panel(self._holder.node(name))
        return self._shown[name]


def _cursor(top: Node) -> Json:
    sync = top.take_word("cursorSync", _CURSORS)
    return {} if sync is None else {"graphTooltip": sync}


def _times(settings: Node) -> Json:
    span = settings.take_known(**{"from": "from", "to": "to"})
    picker = settings.take_known(**_PICKER)
    said = settings.take_known(
        refresh="autoRefresh",
        timezone="timezone",
        weekStart="weekStart",
        fiscalYearStartMonth="fiscalYearStartMonth",
    )
    return {
        **({"time": span} if span else {}),
        **({"timepicker": picker} if picker else {}),
        **said,
    }
