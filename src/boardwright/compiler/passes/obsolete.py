"""Remove keys of boards, panels and rows that Grafana no longer uses.

The schema version becomes 41. `sharedCrosshair` becomes `graphTooltip`, and `gnetId` becomes a
text. The pass removes a `refresh` that is not a duration.
"""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys
from boardwright.compiler.passes.rows import LINE_BREAK
from boardwright.compiler.places import add_remark
from boardwright.compiler.refreshes import raise_refresh
from boardwright.notation.durations import parse_interval_milliseconds
from boardwright.schema.board_traversal import map_panels
from boardwright.schema.document import ORIGIN, REMARKS, Board, PanelJson
from boardwright.schema.editor_defaults import REFRESH_INTERVALS
from boardwright.schema.extension import EXTENSION, is_stored_in_v2
from boardwright.schema.schema_version import SCHEMA_VERSION
from boardwright.schema.sections import is_row

BOARD_KEYS = (
    "hideControls",
    "id",
    "iteration",
    "meta",
    "nav",
    "originalTitle",
    "sharedCrosshair",
    "snapshot",
    "style",
    "version",
)
TIMEPICKER_KEYS = frozenset({"hidden", "nowDelay", "quick_ranges", "refresh_intervals"})

PANEL_KEYS = ("editable", "error", "isNew", "minHeight", "seriesOverrides")
ROW_KEYS = frozenset(
    {
        "collapsed",
        EXTENSION,
        "datasource",
        "gridPos",
        "height",
        "id",
        "panels",
        "repeat",
        "title",
        "type",
        LINE_BREAK,
        ORIGIN,
        REMARKS,
    }
)
EMPTY_KEYS = ("cacheTimeout", "interval", "timeFrom", "timeShift", "repeat", "links", "targets")
"""Keys of a panel that have no effect if their value is empty."""


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board without obsolete keys and with schema version 41."""
    board = drop_keys(_convert_crosshair(board), *BOARD_KEYS)
    board = {**board, "schemaVersion": SCHEMA_VERSION}
    board = _correct_refresh(_clean_timepicker(board), context.least_refresh)
    board = _convert_gnet_id(board)
    board = map_panels(board, _drop_panel_keys)
    return drop_keys(board, *(key for key in ("description", "links") if not board.get(key)))


def _convert_gnet_id(board: Board) -> Board:
    """Convert `gnetId`, the board's id on grafana.com, to a text, or remove it if it is empty."""
    value = board.get("gnetId")
    return {**board, "gnetId": str(value)} if value else drop_keys(board, "gnetId")


def _convert_crosshair(board: Board) -> Board:
    if not board.get("sharedCrosshair") or board.get("graphTooltip"):
        return board
    return {**board, "graphTooltip": 1}


def _clean_timepicker(board: Board) -> Board:
    old = board.get("timepicker")
    if not isinstance(old, dict):
        return drop_keys(board, "timepicker")
    stored = is_stored_in_v2(board)
    known = sorted(TIMEPICKER_KEYS & old.keys())
    new = {key: old[key] for key in known if old[key] or (stored and old[key] == [])}
    if new.get("refresh_intervals") == [*REFRESH_INTERVALS]:
        del new["refresh_intervals"]
    return {**board, "timepicker": new} if new else drop_keys(board, "timepicker")


def _correct_refresh(board: Board, least: str) -> Board:
    """Raise a `refresh` interval to at least `least`, and remove an invalid `refresh`."""
    refresh = board.get("refresh")
    if refresh in (None, False):
        return drop_keys(board, "refresh")
    text = str(refresh)
    if text in ("", "auto") or parse_interval_milliseconds(text) is not None:
        return {**board, "refresh": raise_refresh(refresh, least)} if least else board
    what = f"the board's refresh {refresh!r:.40} is dropped, because it is not a duration"
    return add_remark(drop_keys(board, "refresh"), what)


def _drop_panel_keys(panel: PanelJson) -> PanelJson:
    if is_row(panel):
        return {key: value for key, value in panel.items() if key in ROW_KEYS and value is not None}
    panel = drop_keys(panel, *PANEL_KEYS)
    panel = drop_keys(panel, *(key for key in EMPTY_KEYS if key in panel and not panel[key]))
    if "repeat" not in panel:
        panel = drop_keys(panel, "repeatDirection", "maxPerRow")
    return panel
