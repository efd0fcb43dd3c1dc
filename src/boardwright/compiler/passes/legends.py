"""Convert the legend mode `hidden` to `showLegend: false`, and `tooltipOptions` to `tooltip`."""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys
from boardwright.schema.board_traversal import map_panels
from boardwright.schema.document import Board, Json, PanelJson

TYPES = frozenset(
    {
        "barchart",
        "candlestick",
        "histogram",
        "piechart",
        "state-timeline",
        "status-history",
        "timeseries",
        "trend",
        "xychart",
    }
)
"""Types of panels whose legend can be hidden."""


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with current legend and tooltip settings."""
    return map_panels(board, _upgrade_panel)


def _upgrade_panel(panel: PanelJson) -> PanelJson:
    options = panel.get("options")
    if not options or panel.get("type") not in TYPES:
        return panel
    if isinstance(options.get("tooltipOptions"), dict):
        tooltip = options.get("tooltip") or options["tooltipOptions"]
        options = {**drop_keys(options, "tooltipOptions"), "tooltip": tooltip}
    if isinstance(options.get("legend"), dict):
        options = {**options, "legend": _convert_legend(options["legend"])}
    return {**panel, "options": options}


def _convert_legend(old: Json) -> Json:
    hidden = old.get("displayMode") == "hidden" or old.get("isVisible") is False
    shown = old.get("showLegend", True) is not False and not hidden
    mode = "table" if old.get("asTable") else old.get("displayMode") or "list"
    new = drop_keys(old, "isVisible", "asTable")
    return {**new, "showLegend": shown, "displayMode": "list" if mode == "hidden" else mode}
