"""Converts the axes of a graph panel to field settings.

Boards of schema version 12 and later store the axes in `yaxes`, older boards in `y_formats` and
`grid`.
"""

from __future__ import annotations

from typing import Any

from boardwright.compiler.edit import drop_none, get_value, list_objects, parse_number
from boardwright.schema.document import Json

_GRID_SIDES = ("left", "right")


def read_axes(panel: Json) -> tuple[Json, Json]:
    """Return the left and right axis of a graph of any schema version, as `yaxes` stores them."""
    axes = (
        list_objects(panel.get("yaxes"))
        or list_objects(panel.get("yAxes"))
        or _read_old_axes(panel)
    )
    padded: list[Json] = [*axes, {}, {}]
    return padded[0], padded[1]


def _read_old_axes(panel: Json) -> list[Json]:
    grid = panel.get("grid") or {}
    formats = [*(panel.get("y_formats") or []), None, None]
    return [
        drop_none(
            format=formats[index],
            label=panel.get(f"{side}YAxisLabel"),
            min=grid.get(f"{side}Min"),
            max=grid.get(f"{side}Max"),
            logBase=grid.get(f"{side}LogBase"),
            show=panel.get("y-axis"),
        )
        for index, side in enumerate(_GRID_SIDES)
    ]


def build_field_settings(axis: Json) -> Json:
    """Return the unit, minimum, maximum and decimals of an axis as field settings."""
    return drop_none(
        unit=axis.get("format") or None,
        min=parse_number(axis.get("min")),
        max=parse_number(axis.get("max")),
        decimals=parse_number(axis.get("decimals")),
    )


def build_axis_settings(axis: Json) -> Json:
    """Return the label, scale and visibility of an axis as custom settings of a time series."""
    base = parse_number(axis.get("logBase")) or 1
    return drop_none(
        axisLabel=axis.get("label") or None,
        axisPlacement="hidden" if axis.get("show") is False else None,
        scaleDistribution={"type": "log", "log": base} if base > 1 else None,
    )


def choose_unit(panel: Json, axis: Json) -> Any:
    """Return the unit of a graph: the unit of the left axis, or else the unit in `fieldConfig`."""
    axis_unit = axis.get("format")
    return (
        axis_unit
        if axis_unit and axis_unit != "short"
        else get_value(panel, "fieldConfig", "defaults", "unit") or axis_unit
    )


def hides_time_axis(panel: Json) -> bool:
    """Return whether the graph hides its time axis."""
    return get_value(panel, "xaxis", "show") is False or panel.get("x-axis") is False
