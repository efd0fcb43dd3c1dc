"""Converts lines, bars, points, fill, stacking and gaps of a graph panel to field settings."""

from __future__ import annotations

from typing import Any

from boardwright.compiler.edit import drop_none, list_objects, parse_number
from boardwright.schema.document import Json

SOLID = 100
"""Opacity of bars in percent. A graph panel ignores `fill` for bars and draws them opaque."""

BELOW = 35
"""Opacity in percent that Grafana sets on a panel that fills the area between two series."""


def build_style_settings(panel: Json) -> Json:
    """Return the custom field settings with which a time series looks like the graph panel."""
    draw_style = choose_draw_style(panel)
    return drop_none(
        drawStyle=draw_style,
        lineWidth=0 if is_invisible(panel) else panel.get("linewidth"),
        fillOpacity=SOLID if draw_style == "bars" else _compute_panel_opacity(panel),
        gradientMode="opacity" if panel.get("fillGradient") else None,
        showPoints=convert_points(panel),
        pointSize=compute_point_size(panel) if panel.get("points") else None,
        lineInterpolation=choose_interpolation(panel),
        lineStyle=convert_dashes(panel),
        spanNulls=convert_null_mode(panel),
        stacking=convert_stacking(panel.get("stack"), panel) if panel.get("stack") else None,
    )


def choose_draw_style(panel: Json) -> str:
    """Return `bars`, `points` or `line`; a graph draws lines by default."""
    if panel.get("bars"):
        return "bars"
    return "points" if panel.get("points") and panel.get("lines") is False else "line"


def is_invisible(panel: Json) -> bool:
    """Return whether lines, bars and points of the panel are all turned off."""
    return panel.get("lines") is False and not panel.get("bars") and not panel.get("points")


def _compute_panel_opacity(panel: Json) -> int | None:
    series = list_objects(panel.get("seriesOverrides"))
    return BELOW if any(item.get("fillBelowTo") for item in series) else compute_opacity(panel)


def compute_opacity(style: Json) -> int | None:
    """Return the opacity in percent from `fillGradient`, or else from `fill` (each 0 to 10)."""
    fill = parse_number(style.get("fillGradient")) or parse_number(style.get("fill"))
    return None if fill is None else min(100, round(fill * 10))


def convert_points(style: Json) -> str | None:
    """Return the setting `showPoints`; None if the graph does not set `points`."""
    points = style.get("points")
    if points is None:
        return "never" if is_invisible(style) else None
    return "always" if points else "never"


def compute_point_size(style: Json) -> Any:
    """Return the diameter of points in pixels: twice the radius of the graph panel, plus 2."""
    radius = parse_number(style.get("pointradius"))
    return None if radius is None else parse_number(2 + radius * 2)


def choose_interpolation(style: Json) -> str | None:
    """Return `stepAfter` if the graph draws steps; None for straight lines."""
    return "stepAfter" if style.get("steppedLine") else None


def convert_dashes(style: Json) -> Json | None:
    """Return the dash pattern of a line, in pixels; None for a solid line."""
    if not style.get("dashes"):
        return None
    return {"fill": "dash", "dash": [style.get("dashLength") or 10, style.get("spaceLength") or 10]}


def convert_null_mode(style: Json) -> bool | None:
    """Return whether lines cross gaps; None if the graph does not set `nullPointMode`."""
    mode = style.get("nullPointMode")
    return True if mode == "connected" else False if mode in ("null", "null as zero") else None


def choose_no_value(panel: Json) -> str | None:
    """Return the text for a missing value: "0" if the graph draws null as zero, or else None."""
    return "0" if panel.get("nullPointMode") == "null as zero" else None


def convert_stacking(stack: Any, panel: Json) -> Json:
    """Return the stacking of a panel or series. The name of a stack becomes the stacking group."""
    if not stack:
        return {"mode": "none", "group": "A"}
    mode = "percent" if panel.get("percentage") else "normal"
    return {"mode": mode, "group": stack if isinstance(stack, str) else "A"}
