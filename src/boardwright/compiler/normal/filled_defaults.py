"""Removes values that Grafana adds when it loads a board without them.

The values have no effect, so `import` does not write them into Python source.
"""

from __future__ import annotations

from boardwright.compiler.edit import drop_keys, get_value, merge_objects, put_value
from boardwright.compiler.normal.default_removal import Normalisation, drop_defaults
from boardwright.schema import editor_defaults
from boardwright.schema.board_traversal import (
    map_annotations,
    map_items,
    map_panels,
    map_targets,
    map_variables,
)
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.extension import EXTENSION, read_auto_grid, read_stored_version
from boardwright.schema.new_panel_values import CUSTOM
from boardwright.schema.panel_types import has_only_empty_queries
from boardwright.schema.sections import is_row, move_up

_PROMQL = {**editor_defaults.TARGET, **editor_defaults.PROMQL}


def _drop_schema_defaults(board: Board) -> Board:
    board = map_variables(drop_defaults(board, editor_defaults.BOARD), _drop_variable_defaults)
    return map_panels(map_annotations(board, _drop_annotation_defaults), _drop_panel_defaults)


def _drop_variable_defaults(variable: Json) -> Json:
    kind = str(variable.get("type"))
    if kind == "constant":  # observed: Grafana 12.4.3 never writes a constant into a URL
        variable = drop_keys(variable, "skipUrlSync")
    type_defaults = editor_defaults.VARIABLES.get(kind, {})
    return drop_defaults(variable, {**editor_defaults.VARIABLE, **type_defaults})


def _drop_annotation_defaults(annotation: Json) -> Json:
    if annotation.get("builtIn"):
        return drop_defaults(annotation, {"target": editor_defaults.DASHBOARD_ANNOTATIONS})
    return drop_defaults(annotation, editor_defaults.ANNOTATION)


def _drop_panel_defaults(panel: PanelJson) -> PanelJson:
    if is_row(panel):
        return drop_defaults(panel, editor_defaults.ROW)
    panel = map_targets(drop_defaults(panel, editor_defaults.PANEL), _drop_target_defaults)
    options = panel.get("options")
    if isinstance(options, dict):
        type_defaults = editor_defaults.OPTIONS.get(str(panel.get("type")), {})
        panel = _replace_value(panel, ("options",), options, drop_defaults(options, type_defaults))
    return drop_keys(panel, "options") if panel.get("options") == {} else panel


def _drop_target_defaults(target: Json) -> Json:
    target = _drop_nested_nulls(target)
    return drop_defaults(target, _PROMQL if "expr" in target else editor_defaults.TARGET)


def _drop_nested_nulls(owner: Json) -> Json:
    """Return a query without null values, also in nested objects.

    The pass `nulls` keeps nested null values in the compiled board, because a plugin may need them.
    """
    rest = {
        key: _drop_nested_nulls(value) if isinstance(value, dict) else value
        for key, value in owner.items()
        if value is not None
    }
    return owner if rest == owner else rest


def _drop_selections(board: Board) -> Board:
    def drop_selection(variable: Json) -> Json:
        current = variable.get("current")
        if isinstance(current, dict):
            variable = _replace_value(
                variable, ("current",), current, drop_keys(current, "selected")
            )
        if variable.get("type") == "switch":
            variable = map_items(variable, "options", lambda each: drop_keys(each, "selected"))
        return variable

    return map_variables(board, drop_selection)


def _drop_grid_defaults(board: Board) -> Board:
    return map_panels(_drop_fill_screen(board), _drop_fill_screen)


def _drop_fill_screen(owner: Json) -> Json:
    """Return a board, row or tab without `fillScreen: false`, the default of an automatic grid."""
    settings = read_auto_grid(owner)
    if settings is None or settings.get("fillScreen") is not False:
        return owner
    return put_value(owner, (EXTENSION, "layout", "spec"), drop_keys({**settings}, "fillScreen"))


def _drop_field_defaults(board: Board) -> Board:
    return map_panels(board, _drop_panel_field_defaults)


def _drop_panel_field_defaults(panel: PanelJson) -> PanelJson:
    defaults = get_value(panel, "fieldConfig", "defaults")
    if not isinstance(defaults, dict):
        return drop_empty_fields(panel)
    custom, fields = defaults.get("custom"), defaults
    if isinstance(custom, dict):
        kind = str(panel.get("type"))
        type_defaults = merge_objects(CUSTOM.get(kind, {}), editor_defaults.CUSTOM.get(kind, {}))
        fields = _replace_value(
            fields, ("custom",), custom, drop_defaults(_drop_log_base(custom), type_defaults)
        )
    fields = drop_defaults(fields, editor_defaults.FIELD)
    return drop_empty_fields(_replace_value(panel, ("fieldConfig", "defaults"), defaults, fields))


def drop_empty_fields(panel: PanelJson) -> PanelJson:
    """Return a panel without its `fieldConfig` if the `fieldConfig` has no settings."""
    config = panel.get("fieldConfig")
    is_empty = not config or not (config.get("defaults") or config.get("overrides"))
    return drop_keys(panel, "fieldConfig") if is_empty else panel


def _drop_log_base(custom: Json) -> Json:
    if custom.get("scaleDistribution") == editor_defaults.LOG_BASE:
        return {**custom, "scaleDistribution": {"type": "linear"}}
    return custom


def _drop_leftovers(board: Board) -> Board:
    version = read_stored_version(board)

    def drop_panel_leftovers(panel: PanelJson) -> PanelJson:
        panel_version = panel.get("pluginVersion", version)
        rest = drop_keys(panel, *editor_defaults.PANEL_LEFTOVERS)
        return (
            rest
            if version is None or panel_version == version
            else {**rest, "pluginVersion": panel_version}
        )

    return map_panels(board, drop_panel_leftovers)


def _drop_empty_queries(board: Board) -> Board:
    def drop_panel_queries(panel: PanelJson) -> PanelJson:
        return drop_keys(panel, "targets") if has_only_empty_queries(panel) else panel

    return map_panels(board, drop_panel_queries)


def _drop_row_datasources(board: Board) -> Board:
    def drop_row_datasource(panel: PanelJson) -> PanelJson:
        return drop_keys(panel, *editor_defaults.ROW_LEFTOVERS) if is_row(panel) else panel

    return map_panels(board, drop_row_datasource)


def close_gaps(board: Board) -> Board:
    """Return a board with its panels moved up into free space, also inside collapsed rows.

    Grafana moves panels in the same way when it loads a board.
    """
    return {**board, "panels": [_close_gaps_in_row(each) for each in move_up(board["panels"])]}


def _close_gaps_in_row(row: PanelJson) -> PanelJson:
    top, height = get_value(row, "gridPos", "y"), get_value(row, "gridPos", "h")
    if not row.get("panels") or type(top) is not int or type(height) is not int:
        return row
    return {**row, "panels": move_up(row["panels"], floor=top + height)}


def _replace_value(owner: Json, path: tuple[str, ...], old: Json, new: Json) -> Json:
    return owner if new is old else put_value(owner, path, new)


FILLED_DEFAULTS = (
    Normalisation(
        name="schema default",
        reason="The value is Grafana's default for this setting of a board, row, panel, query, "
        "variable or annotation.",
        run=_drop_schema_defaults,
    ),
    Normalisation(
        name="field default",
        reason="The value is Grafana's default for this field setting of the panel type.",
        run=_drop_field_defaults,
    ),
    Normalisation(
        name="stored selection",
        reason="When Grafana loads a board, it determines the selected value of each variable "
        "again.",
        run=_drop_selections,
    ),
    Normalisation(
        name="default of an automatic grid",
        reason="By default, the panels of an automatic grid do not fill the screen.",
        run=_drop_grid_defaults,
    ),
    Normalisation(
        name="plugin version",
        reason="When Grafana loads a panel, it writes the version of the plugin and other data.",
        run=_drop_leftovers,
    ),
    Normalisation(
        name="empty query",
        reason="The editor adds an empty query to panels that never show query results, such as "
        "text panels.",
        run=_drop_empty_queries,
    ),
    Normalisation(
        name="data source of a row",
        reason="A row has no queries, so its data source has no effect.",
        run=_drop_row_datasources,
    ),
    Normalisation(
        name="gap above a panel",
        reason="Grafana moves panels up into free space. Grafana moves the panels of a collapsed "
        "row when a user opens the row.",
        run=close_gaps,
    ),
)
"""Values that Grafana adds when it loads a board, in the order in which they are removed."""
