"""Lists the default values of grafanalib 0.7 that the compiler removes.

grafanalib writes a default value for each constructor argument that the author omits. The compiler
removes a default value if it has no effect, or if Grafana's editor uses another default. Defaults
that grafanalib documents stay, such as a gauge's range from 0 to 100.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.frozen import frozen


@frozen(kw_only=False)
class GrafanalibDefault:
    """The value that grafanalib writes at `path` if the author omits the argument `argument`."""

    argument: str
    path: tuple[str, ...]
    value: Any


@frozen(kw_only=False)
class GrafanalibDefaults:
    """The defaults of one grafanalib class: top-level keys in `top`, nested keys in `inner`."""

    top: Mapping[str, GrafanalibDefault]
    inner: tuple[GrafanalibDefault, ...]


def _define_default(argument: str, path: str, value: Any) -> GrafanalibDefault:
    return GrafanalibDefault(argument, tuple(path.split(".")), value)


def _group_defaults(*defaults: GrafanalibDefault) -> GrafanalibDefaults:
    # the last default for a path counts
    by_path = {default.path: default for default in defaults}
    return GrafanalibDefaults(
        top={default.path[0]: default for default in by_path.values() if len(default.path) == 1},
        inner=tuple(default for default in by_path.values() if len(default.path) > 1),
    )


def _define_thresholds(value: Any) -> GrafanalibDefault:
    return _define_default("thresholds", "fieldConfig.defaults.thresholds.steps", value)


BOARD = _group_defaults(
    _define_default("description", "description", ""),
    _define_default("editable", "editable", True),
    _define_default("graphTooltip", "graphTooltip", 0),
    _define_default("links", "links", []),
    _define_default("refresh", "refresh", "10s"),
    _define_default("time", "time", {"from": "now-1h", "to": "now"}),
    _define_default("timezone", "timezone", "utc"),
)

_PANEL = (
    _define_default("hideTimeOverride", "hideTimeOverride", False),
    _define_default("links", "links", []),
    _define_default("maxDataPoints", "maxDataPoints", 100),
    _define_default("targets", "targets", []),
    _define_thresholds([]),
    _define_default("transformations", "transformations", []),
    _define_default("transparent", "transparent", False),
)

_LEGEND = {
    "avg": False,
    "current": False,
    "max": False,
    "min": False,
    "show": True,
    "total": False,
    "values": False,
    "alignAsTable": False,
    "hideEmpty": False,
    "hideZero": False,
    "rightSide": False,
    "sideWidth": None,
    "sort": None,
    "sortDesc": False,
}
_TOOLTIP = {"msResolution": True, "shared": True, "sort": 0, "value_type": "cumulative"}
_XAXIS: dict[str, Any] = {"mode": "time", "name": None, "values": [], "show": True}
_YAXIS: dict[str, Any] = {
    "decimals": None,
    "format": None,
    "label": None,
    "logBase": 1,
    "max": None,
    "min": None,
    "show": True,
}
_SHORT = {**_YAXIS, "format": "short"}
_RED_YELLOW_GREEN = [
    "rgba(50, 172, 45, 0.97)",
    "rgba(237, 129, 40, 0.89)",
    "rgba(245, 54, 54, 0.9)",
]
_GAUGE = {
    "maxValue": 100,
    "minValue": 0,
    "show": False,
    "thresholdLabels": False,
    "thresholdMarkers": True,
}
_SPARKLINE = {
    "fillColor": "rgba(31, 118, 189, 0.18)",
    "full": False,
    "lineColor": "rgb(31, 120, 193)",
    "show": False,
}
_HEATMAP_COLOR = {
    "mode": "spectrum",
    "cardColor": "#b4ff00",
    "colorScale": "sqrt",
    "exponent": 0.5,
    "colorScheme": "interpolateOranges",
    "max": None,
    "min": None,
}
_STEP = {"line": True, "op": "gt", "yaxis": "left"}
_GREEN_AND_RED = [
    {**_STEP, "color": "green", "index": 0, "value": "null"},
    {**_STEP, "color": "red", "index": 1, "value": 80.0},
]

_PANELS: dict[str, tuple[GrafanalibDefault, ...]] = {
    "graph": (
        _define_default("bars", "bars", False),
        _define_default("fill", "fill", 1),
        _define_default("legend", "legend", _LEGEND),
        _define_default("lines", "lines", True),
        _define_default("lineWidth", "linewidth", 2),
        _define_default("nullPointMode", "nullPointMode", "connected"),
        _define_default("pointRadius", "pointradius", 5),
        _define_default("points", "points", False),
        _define_default("tooltip", "tooltip", _TOOLTIP),
        _define_default("unit", "fieldConfig.defaults.unit", ""),
        _define_default("xAxis", "xaxis", _XAXIS),
        _define_default("yAxes", "yaxes", [_SHORT, _SHORT]),
    ),
    "stat": (
        _define_thresholds(""),
        _define_default("format", "fieldConfig.defaults.unit", "none"),
        _define_default("noValue", "fieldConfig.defaults.noValue", "none"),
        _define_default("reduceCalc", "options.reduceOptions.calcs", ["mean"]),
    ),
    "singlestat": (
        _define_thresholds(""),
        _define_default("colorBackground", "colorBackground", False),
        _define_default("colorValue", "colorValue", False),
        _define_default("colors", "colors", _RED_YELLOW_GREEN),
        _define_default("format", "format", "none"),
        _define_default("gauge", "gauge", _GAUGE),
        _define_default("nullPointMode", "nullPointMode", "connected"),
        _define_default("postfixFontSize", "postfixFontSize", "50%"),
        _define_default("prefixFontSize", "prefixFontSize", "50%"),
        _define_default("sparkline", "sparkline", _SPARKLINE),
        _define_default("valueFontSize", "valueFontSize", "80%"),
        _define_default("valueName", "valueName", "avg"),
    ),
    "gauge": (
        _define_thresholds(_GREEN_AND_RED),
        _define_default("calc", "fieldConfig.defaults.calcs", ["mean"]),
        _define_default("format", "fieldConfig.defaults.unit", "none"),
    ),
    "bargauge": (
        _define_thresholds(_GREEN_AND_RED),
        _define_default("calc", "options.fieldOptions.calcs", ["mean"]),
        _define_default("displayMode", "options.displayMode", "lcd"),
        _define_default("format", "options.fieldOptions.defaults.unit", "none"),
        _define_default("orientation", "options.orientation", "horizontal"),
    ),
    "heatmap": (
        _define_default("color", "color", _HEATMAP_COLOR),
        _define_default("dataFormat", "dataFormat", "timeseries"),
        _define_default("hideZeroBuckets", "hideZeroBuckets", False),
        _define_default("legend", "legend", {"show": False}),
        _define_default("tooltip", "tooltip", _TOOLTIP),
        _define_default("yAxis", "yAxis", _YAXIS),
    ),
    "grafana-piechart-panel": (
        _define_thresholds(""),
        _define_default("format", "format", "none"),
        _define_default("legendType", "legendType", "Right side"),
    ),
    "logs": (_define_default("enableLogDetails", "options.enableLogDetails", False),),
    "timeseries": (_define_default("stacking", "fieldConfig.defaults.custom.stacking", {}),),
}

PANEL = _group_defaults(*_PANEL)
"""The defaults that all panel classes of grafanalib have."""

PANELS = {kind: _group_defaults(*_PANEL, *own) for kind, own in _PANELS.items()}
"""Maps a panel type to all its defaults. For a type that is not in this mapping, use `PANEL`."""

TARGET = _group_defaults(
    _define_default("expr", "expr", ""),
    _define_default("expr", "query", ""),
    _define_default("hide", "hide", False),
    _define_default("instant", "instant", False),
    _define_default("interval", "interval", ""),
    _define_default("intervalFactor", "intervalFactor", 2),
    _define_default("legendFormat", "legendFormat", ""),
    _define_default("legendFormat", "alias", ""),
    _define_default("metric", "metric", ""),
    _define_default("refId", "refId", ""),
    _define_default("statistics", "statistics", ["Average"]),
    _define_default("step", "step", 10),
    _define_default("target", "target", ""),
)

VARIABLE = _group_defaults(
    _define_default("auto", "auto", False),
    _define_default("hide", "hide", 0),
    _define_default("includeAll", "includeAll", False),
    _define_default("multi", "multi", False),
    _define_default("options", "options", []),
    _define_default("refresh", "refresh", 1),
    _define_default("sort", "sort", 1),
)
