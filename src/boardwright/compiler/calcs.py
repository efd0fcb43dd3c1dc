"""Lists the calculations that reduce a series to one value, with their names in old panels and
their current names.
"""

from __future__ import annotations

from boardwright.schema.document import PanelJson

CALCS = {
    "min": "min",
    "max": "max",
    "avg": "mean",
    "current": "lastNotNull",
    "total": "sum",
    "name": "mean",
    "first": "first",
    "delta": "delta",
    "diff": "diff",
    "range": "range",
    "last_time": "mean",
}
"""`valueName` of singlestat, pie chart and x axis -> the calculation to which Grafana converts it.

Today's panels can show neither the name of a series nor the time of its last value. Grafana uses
the mean for these.
"""

FIELD_NAMES = {
    "delta": "Delta",
    "diff": "Difference",
    "first": "First",
    "lastNotNull": "Last *",
    "max": "Max",
    "mean": "Mean",
    "min": "Min",
    "range": "Range",
    "sum": "Total",
}
"""Calculation -> the name of the field in which a `reduce` transformation puts the result."""


def choose_calculation(panel: PanelJson) -> str:
    """Return the calculation for the `valueName` of an old panel; the last value if the panel has
    no valid `valueName`.
    """
    return CALCS.get(str(panel.get("valueName")), "lastNotNull")
