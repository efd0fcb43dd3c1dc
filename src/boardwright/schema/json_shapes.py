"""Tables of the keys in Grafana's JSON whose values are objects or lists of objects.

A `Shape` has the same structure as the JSON that it describes. `{"templating": {"list": [{}]}}`
states that the value of `templating` is an object whose key `list` contains a list of objects.
"""

from __future__ import annotations

from typing import Any

Shapes = dict[str, Any]
Shape = Shapes | list[Any]

OBJECT: Shape = {}
OBJECTS: Shape = [{}]

FIELD: Shapes = {
    "custom": OBJECT,
    "links": OBJECTS,
    "mappings": OBJECTS,
    "thresholds": OBJECT,
}

BOARD: Shapes = {
    "templating": {"list": OBJECTS},
    "annotations": {"list": OBJECTS},
    "links": OBJECTS,
    "tags": [],
    "time": OBJECT,
    "timepicker": {"refresh_intervals": [], "quick_ranges": OBJECTS},
}

PANEL: Shapes = {
    "targets": OBJECTS,
    "gridPos": OBJECT,
    "fieldConfig": {
        "defaults": FIELD,
        "overrides": [{"matcher": OBJECT, "properties": OBJECTS}],
    },
    "options": OBJECT,
    "links": OBJECTS,
    "transformations": OBJECTS,
    "libraryPanel": OBJECT,
    "panels": OBJECTS,
}
"""The keys that a panel of any type can have."""

DETAILS: Shapes = {
    "options": {
        "legend": OBJECT,
        "tooltip": OBJECT,
        "reduceOptions": OBJECT,
        "fieldOptions": {
            "defaults": FIELD,
            "mappings": OBJECTS,
            "overrides": OBJECTS,
            "thresholds": OBJECTS,
        },
        "valueOptions": OBJECT,
        "dataLinks": OBJECTS,
        "thresholds": OBJECTS,
    },
    "aliasColors": OBJECT,
    "cards": OBJECT,
    "colors": [],
    "columns": OBJECTS,
    "gauge": OBJECT,
    "grid": OBJECT,
    "legend": OBJECT,
    "rangeMaps": OBJECTS,
    "seriesOverrides": OBJECTS,
    "sort": OBJECT,
    "sparkline": OBJECT,
    "styles": [{"valueMaps": OBJECTS, "rangeMaps": OBJECTS, "thresholds": [], "colors": []}],
    "tableQueryOptions": OBJECT,
    "tooltip": OBJECT,
    "valueMaps": OBJECTS,
    "xAxis": OBJECT,
    "xaxis": {"values": []},
    "yAxis": OBJECT,
    "y_formats": [],
    "yaxes": OBJECTS,
}
"""The keys of panels that belong to Grafana's own panel types, including types that Grafana
removed.
"""
