"""Lists the calculations that reduce a series to one value, by their old and current names."""

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
"""Maps the `valueName` of an old singlestat panel, pie chart or x axis to a current calculation.

No current calculation returns the name of a series or the time of its last value. For `name` and
`last_time`, Grafana uses the mean.
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
"""Maps a calculation to the name of the field in which a `reduce` transformation returns the
result.
"""


def choose_calculation(panel: PanelJson) -> str:
    """Return the current calculation for an old panel's `valueName`, or else `lastNotNull`."""
    return CALCS.get(str(panel.get("valueName")), "lastNotNull")
