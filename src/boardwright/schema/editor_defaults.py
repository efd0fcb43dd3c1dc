"""Lists values that Grafana's editor writes when a user saves a board, although the values have no
effect.

Grafana shows the same board with and without these values. `diff` and `deploy` ignore these values,
and `import` does not write them into modules. Values that the compiler writes are in
`schema/new_panel_values.py`. Source: boards saved by the editors of Grafana 8 to 12, and Grafana's
published schemas.
"""

from __future__ import annotations

from boardwright.frozen import frozen
from boardwright.schema.document import Json
from boardwright.schema.new_panel_values import LEGEND, TOOLTIP

REFRESH_INTERVALS = ("5s", "10s", "30s", "1m", "5m", "15m", "30m", "1h", "2h", "1d")
"""The refresh intervals that Grafana offers if a board does not list any intervals."""

BOARD: Json = {
    "description": "",
    "editable": True,
    "fiscalYearStartMonth": 0,
    "graphTooltip": 0,
    "links": [],
    "liveNow": False,
    "preload": False,
    "refresh": "",
    "revision": 1,
    "tags": [],
    "time": {"from": "now-6h", "to": "now"},
    "timepicker": {"hidden": False, "refresh_intervals": [*REFRESH_INTERVALS]},
    "timezone": "",
    "weekStart": "",
}

BOARD_LEFTOVERS = ("__elements", "__inputs", "__requires", "gnetId", "meta")
"""The keys that Grafana adds when a user exports a board, and that Grafana ignores in a stored
board.
"""

PANEL: Json = {
    "description": "",
    "hideTimeOverride": False,
    "links": [],
    "maxPerRow": 4,
    "repeatDirection": "h",
    "title": "",
    "transformations": [],
    "transparent": False,
}

PANEL_LEFTOVERS = ("autoMigrateFrom", "isEditing", "isViewing", "pluginVersion", "tableColumn")

ROW_LEFTOVERS = ("datasource",)
"""The keys that have no effect in a row, because a row has no queries."""

ROW: Json = {"collapsed": False, "panels": [], "title": ""}

VARIABLE: Json = {
    "allValue": "",
    "allowCustomValue": True,
    "auto": False,
    "description": "",
    "hide": 0,
    "includeAll": False,
    "label": "",
    "multi": False,
    "options": [],
    "queryValue": "",
    "regex": "",
    "regexApplyTo": "value",
    "skipUrlSync": False,
    "sort": 0,
}

VARIABLES: dict[str, Json] = {
    "adhoc": {"baseFilters": [], "defaultKeys": [], "filters": []},
    "custom": {"query": "", "valuesFormat": "csv"},
    "constant": {"hide": 2, "skipUrlSync": True},
    "interval": {"auto_count": 30, "auto_min": "10s", "refresh": 2},
    "switch": {"query": ""},
    "textbox": {"query": ""},
}
"""Type of a variable -> the values without effect that the editor writes only for this type."""

ANNOTATION: Json = {
    "filter": {"exclude": False, "ids": []},
    "hide": False,
    "mappings": {},
    "type": "",
}

DASHBOARD_ANNOTATIONS: Json = {"limit": 100, "matchAny": False, "tags": [], "type": "dashboard"}
"""The `target` that Grafana's editor writes for the annotation "Annotations & Alerts"."""

TARGET: Json = {"hide": False}

PROMQL: Json = {
    "disableTextWrap": False,
    "exemplar": False,
    "fullMetaSearch": False,
    "includeNullMetadata": True,
    "legendFormat": "",
    "useBackend": False,
}
"""The keys without effect that Grafana's query builder adds to a query."""

ALERT_QUERY: Json = {
    "editorMode": "code",
    "exemplar": False,
    "instant": False,
    "queryType": "",
    "range": False,
}
"""The values that have no effect in a query or expression of an alert rule."""

ALERT_RULE: Json = {
    "annotations": {},
    "isPaused": False,
    "keep_firing_for": "0s",
    "labels": {},
}

FIELD: Json = {
    "custom": {},
    "description": "",
    "links": [],
    "mappings": [],
    "unit": "",
    "unitScale": True,
}

_MARKER: Json = {
    "color": {"fixed": "dark-green"},
    "opacity": 0.4,
    "rotation": {"fixed": 0, "max": 360, "min": -360, "mode": "mod"},
    "size": {"fixed": 5, "max": 15, "min": 2},
    "symbol": {"fixed": "img/icons/marker/circle.svg", "mode": "fixed"},
    "symbolAlign": {"horizontal": "center", "vertical": "center"},
    "textConfig": {
        "fontSize": 12,
        "offsetX": 0,
        "offsetY": 0,
        "textAlign": "center",
        "textBaseline": "middle",
    },
}
"""The style of the layer that Grafana's editor adds to a geomap panel without layers."""

OPTIONS: dict[str, Json] = {
    "alertlist": {
        "alertInstanceLabelFilter": "",
        "alertName": "",
        "dashboardAlerts": False,
        "groupBy": [],
        "groupMode": "default",
        "maxItems": 20,
        "showInactiveAlerts": False,
        "sortOrder": 1,
        "stateFilter": {
            "error": True,
            "firing": True,
            "noData": False,
            "normal": False,
            "pending": True,
            "recovering": True,
        },
        "viewMode": "list",
    },
    "annolist": {
        "limit": 10,
        "navigateAfter": "10m",
        "navigateBefore": "10m",
        "navigateToPanel": True,
        "onlyFromThisDashboard": False,
        "onlyInTimeRange": False,
        "showTags": True,
        "showTime": True,
        "showUser": True,
        "tags": [],
    },
    "barchart": {"text": {}},
    "bargauge": {"text": {}},
    "canvas": {
        "inlineEditing": True,
        "panZoom": False,
        "showAdvancedTypes": True,
        "tooltip": {"disableForOneClick": False, "mode": "single"},
        "zoomToContent": False,
    },
    "candlestick": {
        "candleStyle": "candles",
        "colorStrategy": "open-close",
        "colors": {"down": "red", "up": "green"},
        "includeAllFields": False,
        "legend": LEGEND,
        "mode": "candles+volume",
        "tooltip": TOOLTIP,
    },
    "gauge": {"text": {}},
    "geomap": {
        "controls": {
            "mouseWheelZoom": True,
            "showAttribution": True,
            "showDebug": False,
            "showMeasure": False,
            "showScale": False,
            "showZoom": True,
        },
        "layers": [
            {
                "config": {"showLegend": True, "style": _MARKER},
                "location": {"mode": "auto"},
                "name": "Layer 1",
                "tooltip": True,
                "type": "markers",
            }
        ],
        "tooltip": {"mode": "details"},
        "view": {
            "allLayers": True,
            "id": "zero",
            "lat": 0,
            "lon": 0,
            "noRepeat": False,
            "zoom": 1,
        },
    },
    "heatmap": {"calculation": {}, "cellValues": {}, "dataLinks": [], "selectionMode": "x"},
    "logs": {
        "controlsStorageKey": "",
        "dedupStrategy": "none",
        "enableInfiniteScrolling": False,
        "showControls": False,
        "unwrappedColumns": False,
    },
    "nodeGraph": {
        "edges": {},
        "layoutAlgorithm": "layered",
        "nodes": {},
        "zoomMode": "cooperative",
    },
    "piechart": {"displayLabels": [], "sort": "desc", "text": {}},
    "stat": {"text": {}},
    "table": {"frameIndex": 0, "sortBy": []},
    "timeseries": {
        "alertThreshold": True,
        "annotations": {"clustering": -1, "multiLane": False},
        "dataLinks": [],
    },
    "traces": {"spanFilters": {"criticalPathOnly": False, "matchesOnly": False}},
    "trend": {"legend": LEGEND, "tooltip": TOOLTIP},
}
"""Panel type -> the options that the editor of at least one Grafana version writes although they
have no effect.
"""

CUSTOM: dict[str, Json] = {
    "barchart": {"axisGridShow": True, "showValues": False},
    "candlestick": {"axisGridShow": True, "lineStyle": {"fill": "solid"}, "showValues": False},
    "table": {
        "displayMode": "auto",
        "filterable": False,
        "footer": {"reducers": []},
        "wrapText": False,
    },
    "timeseries": {"axisGridShow": True, "lineStyle": {"fill": "solid"}, "showValues": False},
    "trend": {"axisGridShow": True, "lineStyle": {"fill": "solid"}, "showValues": False},
}
"""Panel type -> the settings under `custom` that Grafana's editor writes although they have no
effect.
"""

LOG_BASE: Json = {"log": 2, "type": "linear"}
"""The setting that Grafana keeps if a user changes a logarithmic scale to a linear scale. The base
`log` has no effect on a linear scale.
"""


@frozen(kw_only=False)
class ObjectKind:
    """The values that have no effect in one kind of object, such as a row or a variable of type
    `custom`.

    Attributes:
        owner: The kind of object, such as "row" or "variable of type custom".
        reason: Why the values have no effect, as one or two sentences.
        values: Key -> value without effect.
    """

    owner: str
    reason: str
    values: Json


_SCHEMA = "This value is the default in Grafana's schema."
_EDITOR = (
    "Grafana's editor writes this value when a user saves a board. Grafana behaves the same if the "
    "value is missing."
)
_BUILDER = (
    "The query builder stores the state of its user interface in this value. The result of the "
    "query does not depend on this value."
)
_TYPE = "This value is the default for panels of this type."

KINDS = (
    ObjectKind("board", _SCHEMA, BOARD),
    ObjectKind("panel", _SCHEMA, PANEL),
    ObjectKind("row", _SCHEMA, ROW),
    ObjectKind("variable", _SCHEMA, VARIABLE),
    *(
        ObjectKind(f"variable of type {kind}", _SCHEMA, values)
        for kind, values in VARIABLES.items()
    ),
    ObjectKind("annotation", _EDITOR, ANNOTATION),
    ObjectKind("`target` of Grafana's built-in annotations", _EDITOR, DASHBOARD_ANNOTATIONS),
    ObjectKind("query", _SCHEMA, TARGET),
    ObjectKind("query with `expr`", _BUILDER, PROMQL),
    ObjectKind("fields", _SCHEMA, FIELD),
    *(
        ObjectKind(f"options of panel type {kind}", _TYPE, values)
        for kind, values in OPTIONS.items()
    ),
    *(ObjectKind(f"fields of panel type {kind}", _TYPE, values) for kind, values in CUSTOM.items()),
)
"""The values without effect for each kind of object, with the reason why they have no effect."""
