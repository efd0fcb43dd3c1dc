"""Every panel class of grafanalib, with options that cover the settings of each class."""

from __future__ import annotations

from typing import Any

from grafanalib import core as g

CPU = g.Target(expr="rate(node_cpu_seconds_total[1m])", legendFormat="{{cpu}}")
UP = g.Target(expr="up", instant=True, step=30)
BUCKETS = g.Target(expr="sum by (le) (rate(http_request_duration_seconds_bucket[1m]))")

THRESHOLDS = [g.Threshold("green", 0, 0.0), g.Threshold("red", 1, 80.0)]
MAPPINGS = [
    g.StatValueMappings(g.StatValueMappingItem("Off", "0", "red")),
    g.StatRangeMappings("some", 1, 5, "blue"),
]
OLD_MAPPINGS = [g.StatValueMapping("Off", "0"), g.StatRangeMapping("some", "1", "5")]
OVERRIDES = [
    {
        "matcher": {"id": "byName", "options": "a"},
        "properties": [{"id": "unit", "value": "bytes"}, {"id": "min", "value": None}],
    }
]
LINK = g.DataLink(title="t", linkUrl="/d/x", isNewTab=True)

CLASSES: dict[str, Any] = {
    name: getattr(g, name)
    for name in (
        "Ae3ePlotly",
        "AlertList",
        "BarChart",
        "BarGauge",
        "DashboardList",
        "Discrete",
        "GaugePanel",
        "Graph",
        "Heatmap",
        "Histogram",
        "Logs",
        "News",
        "PieChart",
        "PieChartv2",
        "RowPanel",
        "SingleStat",
        "Stat",
        "StateTimeline",
        "Statusmap",
        "Svg",
        "Table",
        "Text",
        "TimeSeries",
        "Worldmap",
        "ePict",
    )
}

SHARED: dict[str, Any] = {
    "cacheTimeout": "5",
    "dataSource": "Prometheus",
    "description": "d",
    "height": "300px",
    "interval": "1m",
    "links": [LINK],
    "maxDataPoints": 50,
    "minSpan": 3,
    "repeat": g.Repeat("h", "job", 4),
    "span": 4,
    "targets": [CPU, UP, CPU],
    "timeFrom": "2h",
    "timeShift": "1h",
    "transformations": [{"id": "seriesToColumns", "options": {}}],
    "transparent": True,
}
"""Arguments for every class."""

OPTIONS: dict[str, dict[str, Any]] = {
    "Ae3ePlotly": {"data": [{"a": 1}], "layout": {"b": 2}, "configuration": {"c": 3}},
    "AlertList": {"limit": 5, "stateFilter": ["ok"], "sortOrder": 3, "links": [LINK]},
    "BarChart": {"colorMode": "fixed", "fixedColor": "red", "mappings": MAPPINGS},
    "BarGauge": {
        "allValues": True,
        "calc": "max",
        "dataLinks": [LINK],
        "decimals": 2,
        "displayMode": "basic",
        "format": "bytes",
        "label": "$__series_name",
        "limit": 5,
        "thresholds": THRESHOLDS,
        "valueMaps": OLD_MAPPINGS,
    },
    "DashboardList": {"showSearch": True, "maxItems": 3, "searchTags": ["t"]},
    "Discrete": {
        "colorMaps": [g.DiscreteColorMappingItem("a", "red")],
        "rangeMaps": [g.RangeMap(0, 1, "a")],
        "valueMaps": [g.ValueMap("a", 1)],
    },
    "GaugePanel": {
        "calc": "max",
        "dataLinks": [LINK],
        "format": "bytes",
        "label": "l",
        "limit": 5,
        "thresholdLabels": True,
        "thresholds": THRESHOLDS,
        "valueMaps": OLD_MAPPINGS,
    },
    "Graph": {
        "alert": g.Alert(
            name="a",
            message="m",
            alertConditions=[
                g.AlertCondition(g.Target(refId="A"), g.GreaterThan(1), g.TimeRange("5m", "now"))
            ],
        ),
        "aliasColors": {"idle": "#123456"},
        "dataLinks": [LINK],
        "fill": 3,
        "fillGradient": 2,
        "legend": g.Legend(avg=True, current=True, alignAsTable=True, hideZero=True, sort="avg"),
        "nullPointMode": g.NULL_AS_ZERO,
        "points": True,
        "seriesOverrides": [
            g.SeriesOverride(alias="/eth.*/", yaxis=2, color="#fff", dashes=True, bars=True),
            {"alias": "x", "lines": False, "stack": "B", "transform": "negative-Y"},
        ],
        "stack": True,
        "percentage": True,
        "steppedLine": True,
        "xAxis": g.XAxis(show=False),
        "yAxes": g.YAxes(
            g.YAxis(format="bytes", label="L", min="0", max=10, logBase=2, decimals=1),
            g.YAxis(format="percentunit", label="R", max="auto"),
        ),
    },
    "Heatmap": {
        "color": g.HeatmapColor(mode="opacity", cardColor="#ff0000", min=1),
        "dataFormat": "tsbuckets",
        "hideZeroBuckets": True,
        "reverseYBuckets": True,
        "targets": [BUCKETS],
        "xBucketSize": "1m",
        "yAxis": g.YAxis(format="s", min="0", logBase=2),
        "yBucketBound": "upper",
    },
    "Histogram": {"bucketOffset": 1, "bucketSize": 5, "combine": True, "mappings": MAPPINGS},
    "Logs": {"showTime": True, "sortOrder": "Ascending", "dedupStrategy": "exact"},
    "News": {"feedUrl": "https://example.org/feed", "showImage": False},
    "PieChart": {"aliasColors": {"a": "red"}, "format": "bytes", "legendType": "Under graph"},
    "PieChartv2": {"legendDisplayMode": "hidden", "mappings": MAPPINGS, "unit": "bytes"},
    "RowPanel": {
        "collapsed": True,
        "panels": [g.TimeSeries(title="inside", targets=[CPU])],
        "repeat": g.Repeat(variable="job"),
    },
    "SingleStat": {
        "colorBackground": True,
        "gauge": g.Gauge(show=True, minValue=1),
        "mappingType": 2,
        "nullText": "n/a",
        "prefix": "~",
        "rangeMaps": [g.RangeMap("0", "5", "low")],
        "sparkline": g.SparkLine(show=True),
        "thresholds": "50,80",
        "valueName": "current",
    },
    "Stat": {
        "color": "red",
        "colorMode": "background",
        "mappings": MAPPINGS,
        "noValue": "-",
        "overrides": OVERRIDES,
        "thresholdType": "percentage",
        "thresholds": THRESHOLDS,
    },
    "StateTimeline": {"legendDisplayMode": "hidden", "mappings": MAPPINGS, "rowHeight": 0.5},
    "Statusmap": {"color": g.StatusmapColor(), "legend": g.Legend()},
    "Svg": {"format": "s"},
    "Table": {
        "columns": [g.Column()],
        "displayMode": "color-background",
        "mappings": MAPPINGS,
        "overrides": [
            {
                "matcher": {"id": "byName", "options": "a"},
                "properties": [{"id": "custom.displayMode", "value": "lcd-gauge"}],
            }
        ],
        "sortBy": [g.TableSortByField("Time", True)],
    },
    "Text": {"content": "# hi", "mode": "text"},
    "TimeSeries": {
        "axisSoftMin": 0,
        "drawStyle": "bars",
        "legendCalcs": ["max"],
        "legendDisplayMode": "hidden",
        "mappings": MAPPINGS,
        "overrides": OVERRIDES,
        "scaleDistributionType": "log",
        "spanNulls": True,
        "stacking": {"mode": "normal", "group": "A"},
        "thresholds": [{"color": "green", "value": None}, {"color": "red", "value": 5}],
        "unit": "bytes",
        "valueMax": 5,
    },
    "Worldmap": {"locationData": "table", "mapCenter": "Europe", "thresholds": "1,2,3"},
    "ePict": {"bgURL": "x", "boxes": [g.ePictBox(thresholds="1,2")]},
}
"""Further arguments for each class, to cover its options."""
