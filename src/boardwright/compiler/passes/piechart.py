"""Convert panels of the pie chart plugin (Grafana 7 and older) to Grafana's own pie chart."""

from __future__ import annotations

from boardwright.compiler.calcs import choose_calculation
from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys, drop_none, merge_objects, parse_number, split_words
from boardwright.compiler.field_configs import add_overrides, read_field_defaults
from boardwright.compiler.graph.series_overrides import build_overrides
from boardwright.schema.board_traversal import map_panels
from boardwright.schema.document import Board, Json, PanelJson

TYPE = "grafana-piechart-panel"
KEYS = split_words(
    "aliasColors breakPoint combine decimals fontSize format legend legendType nullPointMode "
    "nullText pieType pluginVersion strokeWidth thresholds valueName"
)
"""Top-level keys that only panels of the plugin have."""


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with every panel of the pie chart plugin converted."""
    return map_panels(board, _upgrade_panel)


def _upgrade_panel(panel: PanelJson) -> PanelJson:
    if panel.get("type") != TYPE:
        return panel
    decimals = parse_number(panel.get("decimals")) or 0  # without thresholds, the plugin drew none
    settings = {**drop_none(unit=panel.get("format") or None), "decimals": decimals}
    config = {
        **(panel.get("fieldConfig") or {}),
        "defaults": merge_objects(read_field_defaults(panel), settings),
    }
    new = {**drop_keys(panel, *KEYS), "type": "piechart", "fieldConfig": config}
    colored = build_overrides({"aliasColors": panel.get("aliasColors")})
    return add_overrides({**new, "options": _build_options(panel)}, colored)


def _build_options(panel: PanelJson) -> Json:
    calc = choose_calculation(panel)
    on_graph = panel.get("legendType") == "On graph"
    return drop_none(
        pieType=panel.get("pieType"),
        reduceOptions={"calcs": [calc], "fields": "", "values": False},
        legend=_build_legend(panel, hidden=on_graph),
        displayLabels=["name", *_list_shown_values(panel)] if on_graph else None,
    )


def _build_legend(panel: PanelJson, *, hidden: bool) -> Json:
    shown = (panel.get("legend") or {}).get("show") is not False and not hidden
    return {
        "showLegend": shown,
        "displayMode": "table",
        "placement": "bottom" if panel.get("legendType") == "Under graph" else "right",
        "values": _list_shown_values(panel),
    }


def _list_shown_values(panel: PanelJson) -> list[str]:
    legend = panel.get("legend") or {}
    names = {"values": "value", "percentage": "percent"}
    return [name for key, name in names.items() if legend.get(key)]
