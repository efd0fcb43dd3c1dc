"""Converts the settings of a board, such as its time range and title, between v2 and v1."""

from __future__ import annotations

from boardwright.schema.document import Board, Json
from boardwright.schema.editor_defaults import REFRESH_INTERVALS
from boardwright.schema.json_object import ensure_object
from boardwright.schema.v2.v2_node import V2Node

_SAME = ("title", "description", "tags", "editable", "links", "liveNow", "preload", "revision")
_CURSORS = {"Off": 0, "Crosshair": 1, "Tooltip": 2}
_PICKER = {
    "refresh_intervals": "autoRefreshIntervals",
    "quick_ranges": "quickRanges",
    "hidden": "hideTimepicker",
    "nowDelay": "nowDelay",
}
_TIMES = {
    "refresh": "autoRefresh",
    "timezone": "timezone",
    "weekStart": "weekStart",
    "fiscalYearStartMonth": "fiscalYearStartMonth",
}


def read_settings(top: V2Node) -> Json:
    """Convert the settings of a v2 board to the classic schema."""
    cursor = top.read_word("cursorSync", _CURSORS)
    times = top.get_node("timeSettings")
    span, picker = times.read_known("from", "to"), times.read_known(**_PICKER)
    return {
        **top.read_known(*_SAME),
        **({} if cursor is None else {"graphTooltip": cursor}),
        **({"time": span} if span else {}),
        **({"timepicker": picker} if picker else {}),
        **times.read_known(**_TIMES),
    }


def write_settings(board: Board) -> Json:
    """Convert the settings of a classic board to schema v2."""
    same = {key: board[key] for key in _SAME if board.get(key) is not None}
    cursor = board.get("graphTooltip")
    return {
        "title": "",
        "tags": [],
        "editable": True,
        "links": [],
        "liveNow": False,
        "preload": False,
        **same,
        "cursorSync": next((word for word, number in _CURSORS.items() if number == cursor), "Off"),
        "timeSettings": _write_times(board),
    }


def _write_times(board: Board) -> Json:
    span, picker = ensure_object(board.get("time")), ensure_object(board.get("timepicker"))
    times = {
        "from": "now-6h",
        "to": "now",
        "autoRefresh": "",
        "autoRefreshIntervals": list(REFRESH_INTERVALS),
        "hideTimepicker": False,
        "timezone": "",
        "fiscalYearStartMonth": 0,
        **{key: span[key] for key in ("from", "to") if span.get(key) is not None},
        **{new: picker[old] for old, new in _PICKER.items() if picker.get(old) is not None},
        **{new: board[old] for old, new in _TIMES.items() if board.get(old) is not None},
    }
    if times["autoRefresh"] is False:
        times["autoRefresh"] = ""
    if times.get("weekStart") == "":
        del times["weekStart"]
    return times
