"""Converts the thresholds of a graph panel to threshold steps and a threshold style."""

from __future__ import annotations

from boardwright.compiler.edit import list_objects, parse_number
from boardwright.schema.document import Json

COLORS = {"critical": "red", "warning": "orange", "ok": "green"}
CLEAR = "transparent"


def convert_thresholds(panel: Json) -> tuple[Json | None, Json | None]:
    """Return `fieldConfig.defaults.thresholds` and `custom.thresholdsStyle`.

    Return None for both if the graph has no thresholds.
    """
    thresholds = [t for t in _list_thresholds(panel) if parse_number(t.get("value")) is not None]
    if not thresholds:
        return None, None
    thresholds.sort(key=lambda threshold: parse_number(threshold["value"]) or 0)
    return {"mode": "absolute", "steps": _build_steps(thresholds)}, {
        "mode": _choose_style(thresholds)
    }


def _list_thresholds(panel: Json) -> list[Json]:
    return list_objects(panel.get("thresholds")) or _read_grid_thresholds(panel.get("grid") or {})


def _read_grid_thresholds(grid: Json) -> list[Json]:
    """Return the one or two thresholds in `grid`, as graphs up to schema version 12 store them."""
    values = [parse_number(grid.get(f"threshold{index}")) for index in (1, 2)]
    falling = None not in values and (values[0] or 0) > (values[1] or 0)
    line = bool(grid.get("thresholdLine"))
    return [
        {
            "value": value,
            "op": "lt" if falling else "gt",
            "colorMode": "custom",
            "fill": not line,
            "line": line,
            "fillColor": grid.get(f"threshold{index}Color"),
            "lineColor": grid.get(f"threshold{index}Color"),
        }
        for index, value in enumerate(values, start=1)
        if value is not None
    ]


def _build_steps(thresholds: list[Json]) -> list[Json]:
    """Return threshold steps, lowest first.

    The color of a `gt` threshold is used for all values above it. The color of an `lt` threshold is
    used for the values between the next lower threshold and this threshold.
    """
    steps: list[Json] = [{"value": None, "color": CLEAR}]
    for threshold in thresholds:
        if threshold.get("op") == "lt":
            steps[-1] = {**steps[-1], "color": _choose_color(threshold)}
            steps.append({"value": parse_number(threshold["value"]), "color": CLEAR})
        else:
            steps.append(
                {"value": parse_number(threshold["value"]), "color": _choose_color(threshold)}
            )
    return steps


def _choose_color(threshold: Json) -> str:
    mode = str(threshold.get("colorMode") or "custom")
    if mode != "custom":
        return COLORS.get(mode, "red")
    line, fill = threshold.get("lineColor"), threshold.get("fillColor")
    color = (fill or line) if threshold.get("fill") else (line or fill)
    return str(color or threshold.get("color") or "red")


def _choose_style(thresholds: list[Json]) -> str:
    fill = any(threshold.get("fill") for threshold in thresholds)
    line = any(threshold.get("line") for threshold in thresholds)
    return "line+area" if fill and line else "area" if fill else "line" if line else "off"
