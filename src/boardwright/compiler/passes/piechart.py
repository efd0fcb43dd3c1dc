"""Convert panels of the pie chart plugin (Grafana 7 and older) to Grafana's own pie chart."""

from __future__ import annotations

from boardwright.compiler.calcs import CALCS
from boardwright.compiler.context import Context
from boardwright.compiler.edit import drop_none, merge, number, without, words
from boardwright.compiler.fields import add_overrides, defaults
from boardwright.compiler.graph.overrides import overrides
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.walking import map_panels

TYPE = "grafana-piechart-panel"
KEYS = words(
    "aliasColors breakPoint combine decimals fontSize format legend legendType nullPointMode "
    "nullText pieType pluginVersion strokeWidth thresholds valueName"
)
"""Top-level keys that only a panel of the plugin has."""


def run(board: Board, context: Context) -> Board:
    """Return the board with every panel of the plugin converted."""
    return map_panels(board, _upgrade_panel)


def _upgrade_panel(panel: PanelJson) -> PanelJson:
    if panel.get("type") != TYPE:
        return panel
    decimals = number(panel.get("decimals")) or 0  # without thresholds, the plugin drew none
    settings = {**drop_none(unit=panel.get("format") or None), "decimals": decimals}
    config = {
        **(panel.get("fieldConfig") or {}),
        "defaults": merge(defaults(panel), settings),
    }
    new = {**without(panel, *KEYS), "type": "piechart", "fieldConfig": config}
    colored = overrides({"aliasColors": panel.get("aliasColors")})
    return add_overrides({**new, "options": _options(panel)}, colored)


def _options(panel: PanelJson) -> Json:
    calc = CALCS.get(str(panel.get("valueName")), "lastNotNull")
    on_graph = panel.get("legendType") == "On graph"
    return drop_none(
        pieType=panel.get("pieType"),
        reduceOptions={"calcs": [calc], "fields": "", "values": False},
        legend=_legend(panel, hidden=on_graph),
        displayLabels=["name", *_shown_values(panel)] if on_graph else None,
    )


def _legend(panel: PanelJson, *, hidden: bool) -> Json:
    shown = (panel.get("legend") or {}).get("show") is not False and not hidden
    return {
        "showLegend": shown,
        "displayMode": "table",
        "placement": "bottom" if panel.get("legendType") == "Under graph" else "right",
        "values": _shown_values(panel),
    }


def _shown_values(panel: PanelJson) -> list[str]:
    legend = panel.get("legend") or {}
    names = {"values": "value", "percentage": "percent"}
    return [name for key, name in names.items() if legend.get(key)]
