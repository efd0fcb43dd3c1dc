"""Finds options of the removed `graph` panel that a `timeseries` panel still contains.

Source: the options of the graph panel of Grafana 6, and the options of the time series panel in
https://grafana.com/docs/grafana/latest/panels-visualizations/visualizations/time-series/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from boardwright.schema.json_object import JsonObject
from boardwright.schema.panel import Panel
from boardwright.schema.panel_types import find_unfinished_type

_CUSTOM = ("fieldConfig", "defaults", "custom")


def list_graph_options(panel: Panel) -> tuple[str, ...]:
    """Return the options of the removed `graph` panel that a `timeseries` panel still contains."""
    if panel.type != "timeseries" or find_unfinished_type(panel.raw):
        return ()
    return tuple(key for key in _REPLACEMENT_TESTS if key in panel.raw)


def list_lost_options(panel: Panel) -> tuple[str, ...]:
    """Return the `graph` options whose effect is lost, because no option of the `timeseries` panel
    replaces them.
    """
    return tuple(
        key
        for key in list_graph_options(panel)
        if not _REPLACEMENT_TESTS[key](panel.raw[key], panel)
    )


def _read_custom_option(panel: Panel, *keys: str) -> Any:
    return panel.at(*_CUSTOM, *keys)


def _is_width_replaced(value: Any, panel: Panel) -> bool:
    return value in (None, 1) or _read_custom_option(panel, "lineWidth") is not None


def _is_fill_replaced(value: Any, panel: Panel) -> bool:
    if not isinstance(value, int | float) or value in (0, 1):
        return True
    return _read_custom_option(panel, "fillOpacity") is not None


def _are_points_replaced(value: Any, panel: Panel) -> bool:
    has_points = (
        _read_custom_option(panel, "showPoints") == "always"
        or _read_custom_option(panel, "drawStyle") == "points"
    )
    return not value or has_points


def _are_steps_replaced(value: Any, panel: Panel) -> bool:
    return not value or str(_read_custom_option(panel, "lineInterpolation")).startswith("step")


def _is_stack_replaced(value: Any, panel: Panel) -> bool:
    return not value or _read_custom_option(panel, "stacking", "mode") in ("normal", "percent")


def _is_percentage_replaced(value: Any, panel: Panel) -> bool:
    return not value or not panel.raw.get("stack") or _is_stacked_in_percent(panel)


def _is_stacked_in_percent(panel: Panel) -> bool:
    return bool(_read_custom_option(panel, "stacking", "mode") == "percent")


def _are_nulls_replaced(value: Any, panel: Panel) -> bool:
    """Return False if the `graph` option connects lines across gaps but the `timeseries` panel does
    not.
    """
    return value != "connected" or bool(_read_custom_option(panel, "spanNulls"))


def _are_overrides_replaced(value: Any, panel: Panel) -> bool:
    return not value or bool(panel.overrides)


def _are_colors_replaced(value: Any, panel: Panel) -> bool:
    return not value or any("color" in override.properties for override in panel.overrides)


def _is_time_axis(value: Any, panel: Panel) -> bool:
    return not isinstance(value, dict) or value.get("mode") in (None, "time")


def _are_axes_replaced(value: Any, panel: Panel) -> bool:
    """Return whether a `timeseries` panel has the settings that the `graph` option `yaxes` contains
    for the left axis. The function ignores the right axis, because a panel uses the right axis only
    if `seriesOverrides` assigns series to it.
    """
    left = value[0] if isinstance(value, list) and value else None
    return not isinstance(left, dict) or _is_axis_replaced(JsonObject(left), panel)


def _is_axis_replaced(axis: JsonObject, panel: Panel) -> bool:
    unit, label = axis.text("format"), axis.text("label")
    base = axis.number("logBase") or 1
    return (
        (unit in ("", "none", "short") or bool(panel.unit))
        and (not label or _read_custom_option(panel, "axisLabel") is not None)
        and (_read_axis_limit(axis.raw.get("min")) is None or panel.min is not None)
        and (_read_axis_limit(axis.raw.get("max")) is None or panel.max is not None)
        and base in (1, _read_custom_option(panel, "scaleDistribution", "log"))
    )


def _read_axis_limit(value: Any) -> float | None:
    try:
        return None if value is None or isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None


def _needs_no_replacement(value: Any, panel: Panel) -> bool:
    return True


_REPLACEMENT_TESTS: Mapping[str, Callable[[Any, Panel], bool]] = {
    "yaxes": _are_axes_replaced,
    "xaxis": _is_time_axis,
    "yaxis": _needs_no_replacement,
    "lines": lambda value, panel: (
        value is not False or _read_custom_option(panel, "drawStyle") is not None
    ),
    "linewidth": _is_width_replaced,
    "fill": _is_fill_replaced,
    "bars": lambda value, panel: not value or _read_custom_option(panel, "drawStyle") == "bars",
    "points": _are_points_replaced,
    "pointradius": _needs_no_replacement,
    "stack": _is_stack_replaced,
    "percentage": _is_percentage_replaced,
    "steppedLine": _are_steps_replaced,
    "nullPointMode": _are_nulls_replaced,
    "seriesOverrides": _are_overrides_replaced,
    "aliasColors": _are_colors_replaced,
    "renderer": _needs_no_replacement,
    "dashes": lambda value, panel: (
        not value or _read_custom_option(panel, "lineStyle", "fill") == "dash"
    ),
}
"""Option of the `graph` panel -> function that returns whether the options of a `timeseries` panel
replace it.
"""
