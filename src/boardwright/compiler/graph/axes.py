"""Converts the axes of a graph panel to field settings. The axes are in `yaxes`, or in `y_formats`
and `grid` before schemaVersion 12.
"""

from __future__ import annotations

from typing import Any

from boardwright.compiler.edit import drop_none, get_value, list_objects, parse_number
from boardwright.schema.document import Json

_GRID_SIDES = ("left", "right")


def read_axes(panel: Json) -> tuple[Json, Json]:
    """Return the left and right axis of a graph of any schema version, in the form of `yaxes`."""
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
    """Return the field settings that an axis sets: unit, bounds, decimals."""
    return drop_none(
        unit=axis.get("format") or None,
        min=parse_number(axis.get("min")),
        max=parse_number(axis.get("max")),
        decimals=parse_number(axis.get("decimals")),
    )


def build_axis_settings(axis: Json) -> Json:
    """Return the custom time series settings that an axis sets: label, scale, placement."""
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
    """Return whether the time axis is hidden."""
    return get_value(panel, "xaxis", "show") is False or panel.get("x-axis") is False
