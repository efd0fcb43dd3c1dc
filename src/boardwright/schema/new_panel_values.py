"""Tables of the values that the editor of Grafana 12 writes into a new panel, by panel type.

The values come from Grafana's published schemas (`@grafana/schema`, the Foundation SDK) and from
panels that the editor saved.
"""

from __future__ import annotations

from boardwright.schema.document import Json

THRESHOLDS: Json = {
    "mode": "absolute",
    "steps": [{"color": "green", "value": None}, {"color": "red", "value": 80}],
}
"""The thresholds of every new panel. The lowest step of the thresholds has no value."""

COLOR_MODES = {
    "barchart": "palette-classic",
    "bargauge": "thresholds",
    "candlestick": "palette-classic",
    "gauge": "thresholds",
    "geomap": "thresholds",
    "histogram": "palette-classic",
    "piechart": "palette-classic",
    "stat": "thresholds",
    "state-timeline": "continuous-GrYlRd",
    "status-history": "thresholds",
    "table": "thresholds",
    "timeseries": "palette-classic",
    "trend": "palette-classic",
    "xychart": "palette-classic",
}
"""Panel type -> color mode of a new panel. New panels of all other types have no color mode."""

LEGEND: Json = {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": True}
TOOLTIP: Json = {"hideZeros": False, "mode": "single", "sort": "none"}
_REDUCE: Json = {"calcs": ["lastNotNull"], "fields": "", "values": False}

OPTIONS: dict[str, Json] = {
    "barchart": {
        "barRadius": 0,
        "barWidth": 0.97,
        "fullHighlight": False,
        "groupWidth": 0.7,
        "legend": LEGEND,
        "orientation": "auto",
        "showValue": "auto",
        "stacking": "none",
        "tooltip": TOOLTIP,
        "xTickLabelRotation": 0,
        "xTickLabelSpacing": 0,
    },
    "bargauge": {
        "displayMode": "gradient",
        "legend": {**LEGEND, "showLegend": False},
        "maxVizHeight": 300,
        "minVizHeight": 16,
        "minVizWidth": 8,
        "namePlacement": "auto",
        "orientation": "auto",
        "reduceOptions": _REDUCE,
        "showUnfilled": True,
        "sizing": "auto",
        "valueMode": "color",
    },
    "dashlist": {
        "includeVars": False,
        "keepTime": False,
        "maxItems": 10,
        "query": "",
        "showFolderNames": True,
        "showHeadings": True,
        "showRecentlyViewed": False,
        "showSearch": False,
        "showStarred": True,
        "tags": [],
    },
    "gauge": {
        "minVizHeight": 75,
        "minVizWidth": 75,
        "orientation": "auto",
        "reduceOptions": _REDUCE,
        "showThresholdLabels": False,
        "showThresholdMarkers": True,
        "sizing": "auto",
    },
    "geomap": {},
    "heatmap": {
        "calculate": False,
        "cellGap": 1,
        "color": {
            "exponent": 0.5,
            "fill": "dark-orange",
            "mode": "scheme",
            "reverse": False,
            "scale": "exponential",
            "scheme": "Oranges",
            "steps": 64,
        },
        "exemplars": {"color": "rgba(255,0,255,0.7)"},
        "filterValues": {"le": 1e-09},
        "legend": {"show": True},
        "rowsFrame": {"layout": "auto"},
        "tooltip": {"mode": "single", "showColorScale": False, "yHistogram": False},
        "yAxis": {"axisPlacement": "left", "reverse": False},
    },
    "histogram": {"legend": LEGEND, "tooltip": TOOLTIP},
    "logs": {
        "dedupStrategy": "none",
        "enableLogDetails": True,
        "prettifyLogMessage": False,
        "showCommonLabels": False,
        "showLabels": False,
        "showTime": False,
        "sortOrder": "Descending",
        "wrapLogMessage": False,
    },
    "news": {"showImage": True},
    "piechart": {
        "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True, "values": []},
        "pieType": "pie",
        "reduceOptions": _REDUCE,
        "tooltip": TOOLTIP,
    },
    "stat": {
        "colorMode": "value",
        "graphMode": "area",
        "justifyMode": "auto",
        "orientation": "auto",
        "percentChangeColorMode": "standard",
        "reduceOptions": _REDUCE,
        "showPercentChange": False,
        "textMode": "auto",
        "wideLayout": True,
    },
    "state-timeline": {
        "alignValue": "left",
        "legend": LEGEND,
        "mergeValues": True,
        "rowHeight": 0.9,
        "showValue": "auto",
        "tooltip": TOOLTIP,
    },
    "status-history": {
        "colWidth": 0.9,
        "legend": LEGEND,
        "rowHeight": 0.9,
        "showValue": "auto",
        "tooltip": TOOLTIP,
    },
    "table": {
        "cellHeight": "sm",
        "footer": {"countRows": False, "fields": "", "reducer": ["sum"], "show": False},
        "showHeader": True,
    },
    "text": {
        "code": {"language": "plaintext", "showLineNumbers": False, "showMiniMap": False},
        "content": "",
        "mode": "markdown",
    },
    "timeseries": {"legend": LEGEND, "tooltip": TOOLTIP},
}
"""Panel type -> `options` of a new panel. The compiler does not add options to panels of other
types.
"""

_HIDE: Json = {"legend": False, "tooltip": False, "viz": False}
_AXIS: Json = {
    "axisBorderShow": False,
    "axisCenteredZero": False,
    "axisColorMode": "text",
    "axisLabel": "",
    "axisPlacement": "auto",
    "hideFrom": _HIDE,
    "scaleDistribution": {"type": "linear"},
}

_LINES: Json = {
    **_AXIS,
    "barAlignment": 0,
    "barWidthFactor": 0.6,
    "drawStyle": "line",
    "fillOpacity": 0,
    "gradientMode": "none",
    "insertNulls": False,
    "lineInterpolation": "linear",
    "lineWidth": 1,
    "pointSize": 5,
    "showPoints": "auto",
    "spanNulls": False,
    "stacking": {"group": "A", "mode": "none"},
    "thresholdsStyle": {"mode": "off"},
}

CUSTOM: dict[str, Json] = {
    "barchart": {
        **_AXIS,
        "fillOpacity": 80,
        "gradientMode": "none",
        "lineWidth": 1,
        "thresholdsStyle": {"mode": "off"},
    },
    "candlestick": _LINES,
    "geomap": {"hideFrom": _HIDE},
    "heatmap": {"hideFrom": _HIDE, "scaleDistribution": {"type": "linear"}},
    "histogram": {
        "fillOpacity": 80,
        "gradientMode": "none",
        "hideFrom": _HIDE,
        "lineWidth": 1,
        "stacking": {"group": "A", "mode": "none"},
    },
    "piechart": {"hideFrom": _HIDE},
    "state-timeline": {
        "axisPlacement": "auto",
        "fillOpacity": 70,
        "hideFrom": _HIDE,
        "insertNulls": False,
        "lineWidth": 0,
        "spanNulls": False,
    },
    "status-history": {
        "axisPlacement": "auto",
        "fillOpacity": 70,
        "hideFrom": _HIDE,
        "lineWidth": 1,
    },
    "table": {"align": "auto", "cellOptions": {"type": "auto"}, "inspect": False},
    "timeseries": _LINES,
    "trend": _LINES,
}
"""Panel type -> `fieldConfig.defaults.custom` of a new panel.

The compiler does not write these values, because Grafana applies the same defaults.
"""
