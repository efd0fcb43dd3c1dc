"""Converts the drawing style of a graph panel (lines, bars, points, fill, stacking, gaps) to field
settings.
"""

from __future__ import annotations

from typing import Any

from boardwright.compiler.edit import drop_none, number, objects
from boardwright.schema.document import Json

SOLID = 100
"""Opacity of bars in percent: a graph panel draws bars solid and ignores `fill`."""

BELOW = 35
"""Opacity in percent that Grafana gives to a panel with a fill between two series."""


def custom(panel: Json) -> Json:
    """Return the custom settings that make a time series look like the graph panel."""
    drawn = draw_style(panel)
    return drop_none(
        drawStyle=drawn,
        lineWidth=0 if is_invisible(panel) else panel.get("linewidth"),
        fillOpacity=SOLID if drawn == "bars" else _panel_opacity(panel),
        gradientMode="opacity" if panel.get("fillGradient") else None,
        showPoints=show_points(panel),
        pointSize=point_size(panel) if panel.get("points") else None,
        lineInterpolation=interpolation(panel),
        lineStyle=line_style(panel),
        spanNulls=span_nulls(panel),
        stacking=stacking(panel.get("stack"), panel) if panel.get("stack") else None,
    )


def draw_style(panel: Json) -> str:
    """Return `bars`, `points` or `line`; a graph draws lines by default."""
    if panel.get("bars"):
        return "bars"
    return "points" if panel.get("points") and panel.get("lines") is False else "line"


def is_invisible(panel: Json) -> bool:
    """Return whether the panel itself draws nothing and only series overrides draw something."""
    return panel.get("lines") is False and not panel.get("bars") and not panel.get("points")


def _panel_opacity(panel: Json) -> int | None:
    series = objects(panel.get("seriesOverrides"))
    return BELOW if any(each.get("fillBelowTo") for each in series) else opacity(panel)


def opacity(style: Json) -> int | None:
    """Return the opacity in percent. It is computed from `fillGradient` or else from `fill`, which
    both range from 0 to 10.
    """
    fill = number(style.get("fillGradient")) or number(style.get("fill"))
    return None if fill is None else min(100, round(fill * 10))


def show_points(style: Json) -> str | None:
    """Return Grafana's `showPoints` for points on lines; None if the graph does not set
    `points`.
    """
    points = style.get("points")
    if points is None:
        return "never" if is_invisible(style) else None
    return "always" if points else "never"


def point_size(style: Json) -> Any:
    """Return the diameter of points in pixels: twice the radius of the graph panel, plus 2."""
    radius = number(style.get("pointradius"))
    return None if radius is None else number(2 + radius * 2)


def interpolation(style: Json) -> str | None:
    """Return `stepAfter` for a graph that draws steps; None for straight lines."""
    return "stepAfter" if style.get("steppedLine") else None


def line_style(style: Json) -> Json | None:
    """Return the dash pattern of a line, in pixels; None for a solid line."""
    if not style.get("dashes"):
        return None
    return {"fill": "dash", "dash": [style.get("dashLength") or 10, style.get("spaceLength") or 10]}


def span_nulls(style: Json) -> bool | None:
    """Return whether a line is drawn across gaps; None if the graph does not set this."""
    mode = style.get("nullPointMode")
    return True if mode == "connected" else False if mode in ("null", "null as zero") else None


def no_value(panel: Json) -> str | None:
    """Return the text to show for a missing value: "0" if the graph draws null as zero, or else
    None.
    """
    return "0" if panel.get("nullPointMode") == "null as zero" else None


def stacking(stack: Any, panel: Json) -> Json:
    """Return the stacking of a panel or of one series. A named stack becomes a stacking group."""
    if not stack:
        return {"mode": "none", "group": "A"}
    mode = "percent" if panel.get("percentage") else "normal"
    return {"mode": mode, "group": stack if isinstance(stack, str) else "A"}
