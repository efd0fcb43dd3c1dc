"""Lists the defaults that grafanalib 0.7 writes for constructor arguments that the author did not
pass.

A default is listed if Grafana's editor uses another default, or if the value has no effect.
Documented defaults are not listed, such as the range from 0 to 100 of grafanalib's gauge.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.frozen import frozen


@frozen(kw_only=False)
class Default:
    """One default: the constructor argument, the path of the value in the JSON, and the value."""

    argument: str
    path: tuple[str, ...]
    value: Any


@frozen(kw_only=False)
class Defaults:
    """The defaults of one class, separated into defaults of top-level keys and of nested keys."""

    top: Mapping[str, Default]
    inner: tuple[Default, ...]


def _at(argument: str, path: str, value: Any) -> Default:
    return Default(argument, tuple(path.split(".")), value)


def _all(*defaults: Default) -> Defaults:
    # the last default for a path counts
    by_path = {default.path: default for default in defaults}
    return Defaults(
        top={default.path[0]: default for default in by_path.values() if len(default.path) == 1},
        inner=tuple(default for default in by_path.values() if len(default.path) > 1),
    )


def _thresholds(value: Any) -> Default:
    return _at("thresholds", "fieldConfig.defaults.thresholds.steps", value)


BOARD = _all(
    _at("description", "description", ""),
    _at("editable", "editable", True),
    _at("graphTooltip", "graphTooltip", 0),
    _at("links", "links", []),
    _at("refresh", "refresh", "10s"),
    _at("time", "time", {"from": "now-1h", "to": "now"}),
    _at("timezone", "timezone", "utc"),
)

_PANEL = (
    _at("hideTimeOverride", "hideTimeOverride", False),
    _at("links", "links", []),
    _at("maxDataPoints", "maxDataPoints", 100),
    _at("targets", "targets", []),
    _thresholds([]),
    _at("transformations", "transformations", []),
    _at("transparent", "transparent", False),
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

_PANELS: dict[str, tuple[Default, ...]] = {
    "graph": (
        _at("bars", "bars", False),
        _at("fill", "fill", 1),
        _at("legend", "legend", _LEGEND),
        _at("lines", "lines", True),
        _at("lineWidth", "linewidth", 2),
        _at("nullPointMode", "nullPointMode", "connected"),
        _at("pointRadius", "pointradius", 5),
        _at("points", "points", False),
        _at("tooltip", "tooltip", _TOOLTIP),
        _at("unit", "fieldConfig.defaults.unit", ""),
        _at("xAxis", "xaxis", _XAXIS),
        _at("yAxes", "yaxes", [_SHORT, _SHORT]),
    ),
    "stat": (
        _thresholds(""),
        _at("format", "fieldConfig.defaults.unit", "none"),
        _at("noValue", "fieldConfig.defaults.noValue", "none"),
        _at("reduceCalc", "options.reduceOptions.calcs", ["mean"]),
    ),
    "singlestat": (
        _thresholds(""),
        _at("colorBackground", "colorBackground", False),
        _at("colorValue", "colorValue", False),
        _at("colors", "colors", _RED_YELLOW_GREEN),
        _at("format", "format", "none"),
        _at("gauge", "gauge", _GAUGE),
        _at("nullPointMode", "nullPointMode", "connected"),
        _at("postfixFontSize", "postfixFontSize", "50%"),
        _at("prefixFontSize", "prefixFontSize", "50%"),
        _at("sparkline", "sparkline", _SPARKLINE),
        _at("valueFontSize", "valueFontSize", "80%"),
        _at("valueName", "valueName", "avg"),
    ),
    "gauge": (
        _thresholds(_GREEN_AND_RED),
        _at("calc", "fieldConfig.defaults.calcs", ["mean"]),
        _at("format", "fieldConfig.defaults.unit", "none"),
    ),
    "bargauge": (
        _thresholds(_GREEN_AND_RED),
        _at("calc", "options.fieldOptions.calcs", ["mean"]),
        _at("displayMode", "options.displayMode", "lcd"),
        _at("format", "options.fieldOptions.defaults.unit", "none"),
        _at("orientation", "options.orientation", "horizontal"),
    ),
    "heatmap": (
        _at("color", "color", _HEATMAP_COLOR),
        _at("dataFormat", "dataFormat", "timeseries"),
        _at("hideZeroBuckets", "hideZeroBuckets", False),
        _at("legend", "legend", {"show": False}),
        _at("tooltip", "tooltip", _TOOLTIP),
        _at("yAxis", "yAxis", _YAXIS),
    ),
    "grafana-piechart-panel": (
        _thresholds(""),
        _at("format", "format", "none"),
        _at("legendType", "legendType", "Right side"),
    ),
    "logs": (_at("enableLogDetails", "options.enableLogDetails", False),),
    "timeseries": (_at("stacking", "fieldConfig.defaults.custom.stacking", {}),),
}

PANEL = _all(*_PANEL)
"""The defaults of every panel class."""

PANELS = {kind: _all(*_PANEL, *own) for kind, own in _PANELS.items()}
"""Panel type -> all defaults of its class, for classes that have more defaults than `PANEL`."""

TARGET = _all(
    _at("expr", "expr", ""),
    _at("expr", "query", ""),
    _at("hide", "hide", False),
    _at("instant", "instant", False),
    _at("interval", "interval", ""),
    _at("intervalFactor", "intervalFactor", 2),
    _at("legendFormat", "legendFormat", ""),
    _at("legendFormat", "alias", ""),
    _at("metric", "metric", ""),
    _at("refId", "refId", ""),
    _at("statistics", "statistics", ["Average"]),
    _at("step", "step", 10),
    _at("target", "target", ""),
)

VARIABLE = _all(
    _at("auto", "auto", False),
    _at("hide", "hide", 0),
    _at("includeAll", "includeAll", False),
    _at("multi", "multi", False),
    _at("options", "options", []),
    _at("refresh", "refresh", 1),
    _at("sort", "sort", 1),
)
