"""Converts `seriesOverrides`, `aliasColors` and hidden series of a graph to field overrides."""

from __future__ import annotations

from typing import Any

from boardwright.compiler.edit import drop_none, list_objects
from boardwright.compiler.graph import axes, style
from boardwright.schema.document import Json

_WRITTEN_BY_GRAFANALIB = frozenset(
    {"alias", "bars", "lines", "yaxis", "fill", "zindex", "dashes", "dashLength", "spaceLength"}
)


def build_overrides(panel: Json) -> list[Json]:
    """Return the field overrides, in the order in which the graph panel applied its settings."""
    overrides = [
        _build_color_override(name, color)
        for name, color in (panel.get("aliasColors") or {}).items()
    ]
    overrides += [
        _build_series_override(series, panel)
        for series in list_objects(panel.get("seriesOverrides"))
    ]
    overrides += _list_hiding_overrides(panel.get("legend") or {})
    overrides += [_build_time_axis_override()] if axes.hides_time_axis(panel) else []
    return [override for override in overrides if override["properties"]]


def build_matcher(alias: str) -> Json:
    """Return the matcher of an override for a series alias.

    The alias is the name of a series, or a regular expression between slashes.
    """
    is_pattern = len(alias) > 2 and alias.startswith("/") and alias.rstrip("gimsuy").endswith("/")
    return {"id": "byRegexp" if is_pattern else "byName", "options": alias}


def build_color_property(value: str) -> Json:
    """Return the override property for a fixed color."""
    return {"id": "color", "value": {"mode": "fixed", "fixedColor": value}}


def _build_color_override(name: str, value: str) -> Json:
    return {
        "matcher": {"id": "byName", "options": name},
        "properties": [build_color_property(value)],
    }


def _build_series_override(series: Json, panel: Json) -> Json:
    if series.keys() >= _WRITTEN_BY_GRAFANALIB and series.get("fill") == 1:
        series = {**series, "fill": None}
    settings = {
        **(_build_right_axis(panel) if series.get("yaxis") == 2 else {}),
        **{f"custom.{key}": value for key, value in _build_custom_settings(series, panel).items()},
    }
    properties = [{"id": key, "value": value} for key, value in settings.items()]
    if series.get("color"):
        properties.append(build_color_property(str(series["color"])))
    return {"matcher": build_matcher(str(series.get("alias") or "")), "properties": properties}


def _build_right_axis(panel: Json) -> Json:
    left, right = axes.read_axes(panel)
    units = axes.build_field_settings(right)
    is_same_unit = axes.build_field_settings(left).get("unit") == units.get("unit")
    settings = {key: value for key, value in units.items() if key != "unit" or not is_same_unit}
    custom = {"axisPlacement": "right", **axes.build_axis_settings(right)}
    return {**settings, **{f"custom.{key}": value for key, value in custom.items()}}


def _build_custom_settings(series: Json, panel: Json) -> Json:
    settings = _build_draw_settings(series, panel)
    bar_opacity = style.SOLID if settings.get("drawStyle") == "bars" else None
    return settings | drop_none(
        fillOpacity=bar_opacity or style.compute_opacity(series),
        gradientMode="opacity" if series.get("fillGradient") else None,
        pointSize=style.compute_point_size(series),
        lineInterpolation=style.choose_interpolation(series),
        lineStyle=style.convert_dashes(series),
        spanNulls=style.convert_null_mode(series),
        stacking=_convert_stacking(series, panel),
        fillBelowTo=series.get("fillBelowTo"),
        transform=series.get("transform"),
        hideFrom=_build_hiding(series),
    )


def _build_draw_settings(series: Json, panel: Json) -> Json:
    combined = {**{key: panel.get(key) for key in ("bars", "lines", "points")}, **series}
    series_style, panel_style = style.choose_draw_style(combined), style.choose_draw_style(panel)
    settings: Json = {"drawStyle": series_style} if series_style != panel_style else {}
    if style.is_invisible(combined) != style.is_invisible(panel):
        width = panel.get("linewidth") or 1
        settings |= {"lineWidth": 0 if style.is_invisible(combined) else width}
    if series.get("lines") is False:
        settings |= {"lineWidth": 0}
    if series.get("points"):
        settings |= {"showPoints": "always"}
    return settings | drop_none(lineWidth=series.get("linewidth"))


def _convert_stacking(series: Json, panel: Json) -> Json | None:
    stack: Any = series.get("stack")
    return None if stack is None else style.convert_stacking(stack, panel)


def _build_hiding(series: Json) -> Json | None:
    hidden = {
        "tooltip": bool(series.get("hideTooltip")),
        "viz": False,
        "legend": series.get("legend") is False,
    }
    return hidden if any(hidden.values()) else None


def _list_hiding_overrides(legend: Json) -> list[Json]:
    reducers = {"hideEmpty": "allIsNull", "hideZero": "allIsZero"}
    return [_build_hiding_override(reducer) for key, reducer in reducers.items() if legend.get(key)]


def _build_hiding_override(reducer: str) -> Json:
    hidden = {"tooltip": True, "viz": False, "legend": True}
    return {
        "matcher": {"id": "byValue", "options": {"reducer": reducer, "op": "gte", "value": 0}},
        "properties": [{"id": "custom.hideFrom", "value": hidden}],
    }


def _build_time_axis_override() -> Json:
    return {
        "matcher": {"id": "byType", "options": "time"},
        "properties": [{"id": "custom.axisPlacement", "value": "hidden"}],
    }
