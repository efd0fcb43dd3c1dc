"""Calculations that reduce a series to one value: the names of old, and today's."""

from __future__ import annotations

CALCS = {
    "min": "min",
    "max": "max",
    "avg": "mean",
    "current": "lastNotNull",
    "total": "sum",
    "name": "lastNotNull",
    "first": "firstNotNull",
    "delta": "delta",
    "diff": "diff",
    "range": "range",
    "last_time": "lastNotNull",
}
"""`valueName` of singlestat, pie chart and x axis, and the calculation that it is today."""
