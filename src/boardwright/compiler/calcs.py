"""Calculations that reduce a series to one value: the names in Angular panels, and today's."""

from __future__ import annotations

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
"""`valueName` of singlestat, pie chart and x axis -> the calculation that Grafana makes of it.

Today's panels show no name and no time of the last value; Grafana reduces by the mean there.
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
"""Calculation -> the name of its field in the result of a `reduce` transformation."""
