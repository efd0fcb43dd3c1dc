"""Converts the legend and the tooltip of a graph panel to options of a time series panel."""

from __future__ import annotations

from boardwright.compiler.edit import drop_none, parse_number
from boardwright.schema.document import Json

CALCS = {"avg": "mean", "current": "lastNotNull", "max": "max", "min": "min", "total": "sum"}
"""Maps the values that a graph's legend can show, such as `avg`, to current calculations.

Grafana converts the values in alphabetical order.
"""

TITLES = {"min": "Min", "max": "Max", "avg": "Mean", "current": "Last *", "total": "Total"}
"""Maps a value of a graph's legend to the column title by which the current legend sorts."""

SORTS = {0: "none", 1: "asc", 2: "desc"}


def convert_legend(panel: Json) -> Json | None:
    """Return `options.legend` of the time series, or None if the graph has no legend settings."""
    old = panel.get("legend")
    if not isinstance(old, dict):
        return None
    calcs = [calc for key, calc in CALCS.items() if old.get("values") and old.get(key)]
    result = {
        "showLegend": old.get("show") is not False,
        "displayMode": "table" if old.get("alignAsTable") else "list",
        "placement": "right" if old.get("rightSide") else "bottom",
        "calcs": calcs,
    }
    return {
        **result,
        **drop_none(width=parse_number(old.get("sideWidth"))),
        **_convert_sorting(old),
    }


def _convert_sorting(old: Json) -> Json:
    title = TITLES.get(str(old.get("sort")))
    return {"sortBy": title, "sortDesc": bool(old.get("sortDesc"))} if title else {}


def convert_tooltip(panel: Json) -> Json | None:
    """Return `options.tooltip` of the time series, or None if the graph has no tooltip settings."""
    old = panel.get("tooltip")
    if not isinstance(old, dict):
        return None
    if not old.get("shared"):
        return {"mode": "single", "sort": "none"}
    return {"mode": "multi", "sort": SORTS.get(int(parse_number(old.get("sort")) or 0), "none")}
