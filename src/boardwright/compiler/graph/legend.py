"""Legend and tooltip of a graph panel."""

from __future__ import annotations

from boardwright.compiler.edit import Json, drop_none, number

CALCS = {"avg": "mean", "current": "lastNotNull", "max": "max", "min": "min", "total": "sum"}
"""The values that a graph's legend shows, and the calculation that each is today.

In the order in which Grafana converts them: that of the keys, which it stores sorted.
"""

TITLES = {"min": "Min", "max": "Max", "avg": "Mean", "current": "Last *", "total": "Total"}
"""How a legend's column of each value is titled; sorting goes by the title."""

SORTS = {0: "none", 1: "asc", 2: "desc"}


def legend(panel: Json) -> Json | None:
    """Return `options.legend`, or None if the graph does not set it."""
    old = panel.get("legend")
    if not isinstance(old, dict):
        return None
    shown = [calc for key, calc in CALCS.items() if old.get("values") and old.get(key)]
    result = {
        "showLegend": old.get("show") is not False,
        "displayMode": "table" if old.get("alignAsTable") else "list",
        "placement": "right" if old.get("rightSide") else "bottom",
        "calcs": shown,
    }
    return {**result, **drop_none(width=number(old.get("sideWidth"))), **_sorting(old)}


def _sorting(old: Json) -> Json:
    title = TITLES.get(str(old.get("sort")))
    return {"sortBy": title, "sortDesc": bool(old.get("sortDesc"))} if title else {}


def tooltip(panel: Json) -> Json | None:
    """Return `options.tooltip`, or None if the graph does not set it."""
    old = panel.get("tooltip")
    if not isinstance(old, dict):
        return None
    if not old.get("shared"):
        return {"mode": "single", "sort": "none"}
    return {"mode": "multi", "sort": SORTS.get(int(number(old.get("sort")) or 0), "none")}
