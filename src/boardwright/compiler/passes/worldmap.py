"""Convert panels of the worldmap plugin to Grafana's own geomap.

Each series becomes one marker. The name of the series determines the location of the marker, and
the value determines the size. If the data is a table, the location and the value come from the
columns that the worldmap panel used. A remark reports the conversion, because the geomap can look
different.
"""

from __future__ import annotations

from boardwright.compiler.calcs import FIELD_NAMES, choose_calculation
from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys, drop_none, get_value, parse_number, split_words
from boardwright.compiler.field_configs import with_field_defaults
from boardwright.compiler.places import add_remark
from boardwright.compiler.values import parse_steps
from boardwright.schema.board_traversal import map_panels
from boardwright.schema.document import Board, Json, PanelJson

TYPE = "grafana-worldmap-panel"
KEYS = split_words(
    "circleMaxSize circleMinSize colors decimals esGeoPoint esLocationName esMetric hideEmpty "
    "hideZero initialZoom jsonUrl jsonpCallback locationData mapCenter mapCenterLatitude "
    "mapCenterLongitude mouseWheelZoom pluginVersion showLegend stickyLabels tableQueryOptions "
    "thresholds unitPlural unitSingle unitSingular valueName"
)
"""Top-level keys that only panels of the plugin have."""

VIEWS = {
    "North America": (40.0, -100.0),
    "Europe": (46.0, 14.0),
    "West Asia": (26.0, 53.0),
    "SE Asia": (10.0, 106.0),
}
"""Maps the name of a map center to its latitude and longitude, in degrees."""

OF_TABLES = frozenset({"geohash", "json result", "table"})
"""Values of `locationData` for which the data contains the location of each marker."""

GAZETTEERS = {
    "countries": "public/gazetteer/countries.json",
    "states": "public/gazetteer/usa-states.json",
}


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with every worldmap panel converted."""
    return map_panels(board, _upgrade_panel)


def _upgrade_panel(panel: PanelJson) -> PanelJson:
    if panel.get("type") != TYPE:
        return panel
    steps = parse_steps(panel.get("thresholds"), panel.get("colors"))
    settings = drop_none(
        decimals=parse_number(panel.get("decimals")),
        thresholds={"mode": "absolute", "steps": steps} if steps else None,
    )
    new = with_field_defaults({**drop_keys(panel, *KEYS), "type": "geomap"}, settings)
    calc = None if str(panel.get("locationData")) in OF_TABLES else choose_calculation(panel)
    if calc is not None:
        reduce = {"id": "reduce", "options": {"reducers": [calc]}}
        new = {**new, "transformations": [*(panel.get("transformations") or []), reduce]}
    options = {"view": _build_view(panel), "layers": [_build_markers(panel, calc)]}
    new = {**new, "fieldConfig": {"overrides": [], **new["fieldConfig"]}, "options": options}
    return add_remark(
        new, "the worldmap is converted to a geomap: check the positions of the markers"
    )


def _build_view(panel: PanelJson) -> Json:
    latitude, longitude = VIEWS.get(str(panel.get("mapCenter")), (0.0, 0.0))
    if panel.get("mapCenter") == "custom":
        latitude = parse_number(panel.get("mapCenterLatitude")) or 0
        longitude = parse_number(panel.get("mapCenterLongitude")) or 0
    zoom = parse_number(panel.get("initialZoom")) or 1
    return {"id": "coords", "lat": latitude, "lon": longitude, "zoom": zoom, "allLayers": True}


def _build_markers(panel: PanelJson, calc: str | None) -> Json:
    metric = _choose_metric(panel) if calc is None else FIELD_NAMES.get(calc, calc)
    low, high = (
        parse_number(panel.get("circleMinSize")) or 2,
        parse_number(panel.get("circleMaxSize")) or 30,
    )
    style = {
        "color": {"field": metric, "fixed": "dark-green"},
        "size": {"field": metric, "fixed": 5, "min": low, "max": high},
        "opacity": 0.4,
    }
    config = {"showLegend": panel.get("showLegend") is not False, "style": style}
    return {
        "type": "markers",
        "name": "Markers",
        "config": config,
        "location": _build_location(panel),
    }


def _choose_metric(panel: PanelJson) -> str:
    """Return the name of the table column that contains the values of the markers."""
    column = get_value(panel, "tableQueryOptions", "metricField")
    name = column if panel.get("locationData") == "table" else panel.get("esMetric")
    return str(name or "Value")


def _build_location(panel: PanelJson) -> Json:
    kind = str(panel.get("locationData"))
    if kind in ("geohash", "json result"):
        return {"mode": "geohash", "geohash": panel.get("esGeoPoint") or "geohash"}
    if kind == "table":
        query = get_value(panel, "tableQueryOptions") or {}
        if query.get("queryType") == "geohash":
            return {"mode": "geohash", "geohash": query.get("geohashField") or "geohash"}
        fields = {"latitude": query.get("latitudeField"), "longitude": query.get("longitudeField")}
        return {"mode": "coords", **drop_none(**fields)}
    return drop_none(mode="lookup", gazetteer=GAZETTEERS.get(kind, GAZETTEERS["countries"]))
