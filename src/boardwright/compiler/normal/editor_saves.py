"""Removes values that Grafana's editor or server changes on every save."""

from __future__ import annotations

from typing import Any

from boardwright.compiler.edit import drop_keys, get_value
from boardwright.compiler.normal.default_removal import Normalisation, drop_defaults
from boardwright.compiler.normal.filled_defaults import drop_empty_fields
from boardwright.compiler.normal.variable_choices import drop_variable_choices
from boardwright.compiler.passes.annotations import BUILT_IN
from boardwright.compiler.refreshes import LEAST_REFRESH, raise_refresh
from boardwright.schema import editor_defaults, new_panel_values
from boardwright.schema.board_traversal import map_annotations, map_items, map_panels, map_targets
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.panel_types import WITHOUT_QUERIES, has_only_empty_queries
from boardwright.schema.sections import sort_in_reading_order

LIBRARY_KEYS = frozenset({"gridPos", "id", "libraryPanel", "title"})
"""Keys of a library panel that can differ between boards. Grafana's server adds all other keys."""

_UNUSED: Json = {"color": {"mode": "thresholds"}, "thresholds": new_panel_values.THRESHOLDS}

_PERCENT = {"percent": 100, "percentunit": 1}
"""Maps a unit to the `max` that the editor sets when it opens a stat panel. The `min` is then 0."""

_EXPLORE_KEY = "Q-"
"""Prefix of the `key` that Grafana's Explore page adds to a query."""


def _drop_library_models(board: Board) -> Board:
    def drop_model(panel: PanelJson) -> PanelJson:
        library = panel.get("libraryPanel")
        if not isinstance(library, dict):
            return panel
        board_values = {key: value for key, value in panel.items() if key in LIBRARY_KEYS}
        reference = {key: library.get(key) for key in ("name", "uid")}
        return drop_defaults({**board_values, "libraryPanel": reference}, editor_defaults.PANEL)

    return map_panels(board, drop_model)


def _drop_unused_fields(board: Board) -> Board:
    return map_panels(board, _drop_unused_panel_fields)


def _drop_unused_panel_fields(panel: PanelJson) -> PanelJson:
    kind = str(panel.get("type"))
    fields = get_value(panel, "fieldConfig", "defaults")
    if not isinstance(fields, dict):
        return panel
    if kind not in new_panel_values.COLOR_MODES:
        fields = drop_defaults(fields, _UNUSED)
    if kind in WITHOUT_QUERIES:
        fields = drop_keys(fields, "mappings", "thresholds")
    return _with_fields(panel, fields)


def _drop_unused_datasources(board: Board) -> Board:
    def drop_unused_datasource(panel: PanelJson) -> PanelJson:
        return drop_keys(panel, "datasource") if has_only_empty_queries(panel) else panel

    return map_panels(board, drop_unused_datasource)


def _drop_percent_ranges(board: Board) -> Board:
    def drop_percent_range(panel: PanelJson) -> PanelJson:
        fields = get_value(panel, "fieldConfig", "defaults")
        if panel.get("type") != "stat" or not isinstance(fields, dict):
            return panel
        maximum = _PERCENT.get(str(fields.get("unit")))
        is_percent = maximum is not None and (fields.get("min"), fields.get("max")) == (0, maximum)
        return _with_fields(panel, drop_keys(fields, "min", "max")) if is_percent else panel

    return map_panels(board, drop_percent_range)


def _drop_lowest_values(board: Board) -> Board:
    return map_panels(board, _drop_lowest_panel_values)


def _drop_lowest_panel_values(panel: PanelJson) -> PanelJson:
    config = panel.get("fieldConfig")
    if not isinstance(config, dict):
        return panel
    config = map_items(
        config, "overrides", lambda each: map_items(each, "properties", _drop_lowest_property_value)
    )
    fields = config.get("defaults")
    if isinstance(fields, dict) and "thresholds" in fields:
        fields = {**fields, "thresholds": _drop_lowest_value(fields["thresholds"])}
        config = {**config, "defaults": fields}
    return panel if config is panel["fieldConfig"] else {**panel, "fieldConfig": config}


def _drop_lowest_property_value(each: Json) -> Json:
    is_thresholds = each.get("id") == "thresholds" and "value" in each
    return {**each, "value": _drop_lowest_value(each["value"])} if is_thresholds else each


def _drop_lowest_value(thresholds: Any) -> Any:
    steps = thresholds.get("steps") if isinstance(thresholds, dict) else None
    if not (isinstance(steps, list) and steps and isinstance(steps[0], dict)):
        return thresholds
    return {**thresholds, "steps": [{**steps[0], "value": None}, *steps[1:]]}


def _drop_explore_keys(board: Board) -> Board:
    def drop_explore_key(target: Json) -> Json:
        is_from_explore = str(target.get("key")).startswith(_EXPLORE_KEY)
        return drop_keys(target, "requestId", *(["key"] if is_from_explore else []))

    return map_panels(board, lambda panel: map_targets(panel, drop_explore_key))


def _reset_built_in_annotations(board: Board) -> Board:
    def reset_datasource(annotation: Json) -> Json:
        is_built_in = annotation.get("builtIn")
        return {**annotation, "datasource": BUILT_IN["datasource"]} if is_built_in else annotation

    return map_annotations(board, reset_datasource)


def _raise_refresh(board: Board) -> Board:
    if "refresh" not in board:
        return board
    return {**board, "refresh": raise_refresh(board["refresh"], LEAST_REFRESH)}


def _sort_panels(board: Board) -> Board:
    def sort_inside(row: PanelJson) -> PanelJson:
        panels = row.get("panels")
        return {**row, "panels": sort_in_reading_order(panels)} if panels else row

    return map_panels({**board, "panels": sort_in_reading_order(board["panels"])}, sort_inside)


def _with_fields(panel: PanelJson, fields: Json) -> PanelJson:
    return drop_empty_fields({**panel, "fieldConfig": {**panel["fieldConfig"], "defaults": fields}})


EDITOR_SAVES = (
    Normalisation(
        name="library panel",
        reason="Grafana's server adds the JSON of the library panel to the panel.",
        run=_drop_library_models,
    ),
    Normalisation(
        name="lowest threshold",
        reason="The first threshold applies to all values below the second threshold. The editor "
        "saves null, 0 or no value for the first threshold.",
        run=_drop_lowest_values,
    ),
    Normalisation(
        name="unused field setting",
        reason="The editor writes colors, thresholds and value mappings even for panels that do "
        "not use them.",
        run=_drop_unused_fields,
    ),
    Normalisation(
        name="unused data source",
        reason="A panel whose type never has queries does not use its data source.",
        run=_drop_unused_datasources,
    ),
    Normalisation(
        name="range of percentages",
        reason="The editor sets `min` and `max` when it opens a stat panel with a percent unit.",
        run=_drop_percent_ranges,
    ),
    Normalisation(
        name="key of a query",
        reason="Grafana ignores the `key` that Explore and the query editor add to each query.",
        run=_drop_explore_keys,
    ),
    Normalisation(
        name="choice of a variable",
        reason="Grafana itself selects the default value of a variable, and gets the list of "
        "values from the variable's query.",
        run=drop_variable_choices,
    ),
    Normalisation(
        name="Grafana's own annotations",
        reason="The data source of the built-in annotations is always Grafana itself.",
        run=_reset_built_in_annotations,
    ),
    Normalisation(
        name="fast refresh",
        reason="Grafana's server replaces a refresh interval that is shorter than "
        "`min_refresh_interval`.",
        run=_raise_refresh,
    ),
    Normalisation(
        name="order of panels",
        reason="Grafana sorts the panels of a board by their position.",
        run=_sort_panels,
    ),
)
"""Differences that result from saving a board, in the order in which they are removed."""
