"""Makes field overrides from `seriesOverrides`, `aliasColors` and series hidden in the legend."""

from __future__ import annotations

from typing import Any

from boardwright.compiler.edit import drop_none, objects
from boardwright.compiler.graph import axes, style
from boardwright.schema.document import Json

_WRITTEN_BY_GRAFANALIB = frozenset(
    {"alias", "bars", "lines", "yaxis", "fill", "zindex", "dashes", "dashLength", "spaceLength"}
)


def overrides(panel: Json) -> list[Json]:
    """Return the field overrides for the time series panel, in the order in which the graph panel
    applied its series settings.
    """
    found = [_color(name, color) for name, color in (panel.get("aliasColors") or {}).items()]
    found += [_override(series, panel) for series in objects(panel.get("seriesOverrides"))]
    found += _hidden(panel.get("legend") or {})
    found += [_without_time_axis()] if axes.hidden_x_axis(panel) else []
    return [override for override in found if override["properties"]]


def matcher(alias: str) -> Json:
    """Return the matcher of an override for a series alias. The alias is the exact name of a
    series, or a regular expression between slashes.
    """
    is_pattern = len(alias) > 2 and alias.startswith("/") and alias.rstrip("gimsuy").endswith("/")
    return {"id": "byRegexp" if is_pattern else "byName", "options": alias}


def color(value: str) -> Json:
    """Return the property that gives a series one colour."""
    return {"id": "color", "value": {"mode": "fixed", "fixedColor": value}}


def _color(name: str, value: str) -> Json:
    return {"matcher": {"id": "byName", "options": name}, "properties": [color(value)]}


def _override(series: Json, panel: Json) -> Json:
    if series.keys() >= _WRITTEN_BY_GRAFANALIB and series.get("fill") == 1:
        series = {**series, "fill": None}
    settings = {
        **(_right_axis(panel) if series.get("yaxis") == 2 else {}),
        **{f"custom.{key}": value for key, value in _custom(series, panel).items()},
    }
    properties = [{"id": key, "value": value} for key, value in settings.items()]
    if series.get("color"):
        properties.append(color(str(series["color"])))
    return {"matcher": matcher(str(series.get("alias") or "")), "properties": properties}


def _right_axis(panel: Json) -> Json:
    left, right = axes.axes(panel)
    units = axes.field(right)
    same = axes.field(left).get("unit") == units.get("unit")
    settings = {key: value for key, value in units.items() if key != "unit" or not same}
    placed = {"axisPlacement": "right", **axes.custom(right)}
    return {**settings, **{f"custom.{key}": value for key, value in placed.items()}}


def _custom(series: Json, panel: Json) -> Json:
    drawn = _draw_style(series, panel)
    solid = style.SOLID if drawn.get("drawStyle") == "bars" else None
    return drawn | drop_none(
        fillOpacity=solid or style.opacity(series),
        gradientMode="opacity" if series.get("fillGradient") else None,
        pointSize=style.point_size(series),
        lineInterpolation=style.interpolation(series),
        lineStyle=style.line_style(series),
        spanNulls=style.span_nulls(series),
        stacking=_stacking(series, panel),
        fillBelowTo=series.get("fillBelowTo"),
        transform=series.get("transform"),
        hideFrom=_hide_from(series),
    )


def _draw_style(series: Json, panel: Json) -> Json:
    both = {**{key: panel.get(key) for key in ("bars", "lines", "points")}, **series}
    here, there = style.draw_style(both), style.draw_style(panel)
    drawn: Json = {"drawStyle": here} if here != there else {}
    if style.is_invisible(both) != style.is_invisible(panel):
        width = panel.get("linewidth") or 1
        drawn |= {"lineWidth": 0 if style.is_invisible(both) else width}
    if series.get("lines") is False:
        drawn |= {"lineWidth": 0}
    if series.get("points"):
        drawn |= {"showPoints": "always"}
    return drawn | drop_none(lineWidth=series.get("linewidth"))


def _stacking(series: Json, panel: Json) -> Json | None:
    stack: Any = series.get("stack")
    return None if stack is None else style.stacking(stack, panel)


def _hide_from(series: Json) -> Json | None:
    hidden = {
        "tooltip": bool(series.get("hideTooltip")),
        "viz": False,
        "legend": series.get("legend") is False,
    }
    return hidden if any(hidden.values()) else None


def _hidden(legend: Json) -> list[Json]:
    reducers = {"hideEmpty": "allIsNull", "hideZero": "allIsZero"}
    return [_without(reducer) for key, reducer in reducers.items() if legend.get(key)]


def _without(reducer: str) -> Json:
    hidden = {"tooltip": True, "viz": False, "legend": True}
    return {
        "matcher": {"id": "byValue", "options": {"reducer": reducer, "op": "gte", "value": 0}},
        "properties": [{"id": "custom.hideFrom", "value": hidden}],
    }


def _without_time_axis() -> Json:
    return {
        "matcher": {"id": "byType", "options": "time"},
        "properties": [{"id": "custom.axisPlacement", "value": "hidden"}],
    }
