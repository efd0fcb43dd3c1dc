"""Removes values that Grafana fills in when it loads a board that does not have them.

A board with these values means the same as a board without them, so `import` does not write them
into Python source.
"""

from __future__ import annotations

from boardwright.compiler.edit import get, merge, put, without
from boardwright.compiler.normal.default_removal import Normalisation, drop_defaults
from boardwright.schema import editor_defaults
from boardwright.schema.defaults import CUSTOM
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.extension import EXTENSION, read_auto_grid, read_stored_version
from boardwright.schema.panel_types import has_only_empty_queries
from boardwright.schema.sections import is_row, move_up
from boardwright.schema.walking import (
    map_annotations,
    map_items,
    map_panels,
    map_targets,
    map_variables,
)

_PROMQL = {**editor_defaults.TARGET, **editor_defaults.PROMQL}


def _drop_schema_defaults(board: Board) -> Board:
    board = map_variables(drop_defaults(board, editor_defaults.BOARD), _plain_variable)
    return map_panels(map_annotations(board, _plain_annotation), _plain_panel)


def _plain_variable(variable: Json) -> Json:
    kind = str(variable.get("type"))
    if kind == "constant":  # observed: Grafana 12.4.3 never writes a constant into a URL
        variable = without(variable, "skipUrlSync")
    own = editor_defaults.VARIABLES.get(kind, {})
    return drop_defaults(variable, {**editor_defaults.VARIABLE, **own})


def _plain_annotation(annotation: Json) -> Json:
    if annotation.get("builtIn"):
        return drop_defaults(annotation, {"target": editor_defaults.DASHBOARD_ANNOTATIONS})
    return drop_defaults(annotation, editor_defaults.ANNOTATION)


def _plain_panel(panel: PanelJson) -> PanelJson:
    if is_row(panel):
        return drop_defaults(panel, editor_defaults.ROW)
    panel = map_targets(drop_defaults(panel, editor_defaults.PANEL), _plain_target)
    options = panel.get("options")
    if isinstance(options, dict):
        known = editor_defaults.OPTIONS.get(str(panel.get("type")), {})
        panel = _replace(panel, ("options",), options, drop_defaults(options, known))
    return without(panel, "options") if panel.get("options") == {} else panel


def _plain_target(target: Json) -> Json:
    target = _without_nulls(target)
    return drop_defaults(target, _PROMQL if "expr" in target else editor_defaults.TARGET)


def _without_nulls(owner: Json) -> Json:
    """Return an object without null values, also in nested objects; lists stay as they are."""
    kept = {
        key: _without_nulls(value) if isinstance(value, dict) else value
        for key, value in owner.items()
        if value is not None
    }
    return owner if kept == owner else kept


def _drop_selections(board: Board) -> Board:
    def plain(variable: Json) -> Json:
        current = variable.get("current")
        if isinstance(current, dict):
            variable = _replace(variable, ("current",), current, without(current, "selected"))
        if variable.get("type") == "switch":
            variable = map_items(variable, "options", lambda each: without(each, "selected"))
        return variable

    return map_variables(board, plain)


def _drop_grid_defaults(board: Board) -> Board:
    return map_panels(_plain_grid(board), _plain_grid)


def _plain_grid(owner: Json) -> Json:
    """Return a board, row or tab without the default settings of its automatic grid."""
    settings = read_auto_grid(owner)
    if settings is None or settings.get("fillScreen") is not False:
        return owner
    return put(owner, (EXTENSION, "layout", "spec"), without({**settings}, "fillScreen"))


def _drop_field_defaults(board: Board) -> Board:
    return map_panels(board, _plain_fields)


def _plain_fields(panel: PanelJson) -> PanelJson:
    defaults = get(panel, "fieldConfig", "defaults")
    if not isinstance(defaults, dict):
        return drop_empty_fields(panel)
    custom, fields = defaults.get("custom"), defaults
    if isinstance(custom, dict):
        kind = str(panel.get("type"))
        known = merge(CUSTOM.get(kind, {}), editor_defaults.CUSTOM.get(kind, {}))
        fields = _replace(fields, ("custom",), custom, drop_defaults(_drop_log_base(custom), known))
    fields = drop_defaults(fields, editor_defaults.FIELD)
    return drop_empty_fields(_replace(panel, ("fieldConfig", "defaults"), defaults, fields))


def drop_empty_fields(panel: PanelJson) -> PanelJson:
    """Return a panel without its `fieldConfig` if the `fieldConfig` sets nothing."""
    config = panel.get("fieldConfig")
    is_empty = not config or not (config.get("defaults") or config.get("overrides"))
    return without(panel, "fieldConfig") if is_empty else panel


def _drop_log_base(custom: Json) -> Json:
    if custom.get("scaleDistribution") == editor_defaults.LOG_BASE:
        return {**custom, "scaleDistribution": {"type": "linear"}}
    return custom


def _drop_leftovers(board: Board) -> Board:
    version = read_stored_version(board)

    def plain(panel: PanelJson) -> PanelJson:
        own = panel.get("pluginVersion", version)
        rest = without(panel, *editor_defaults.PANEL_LEFTOVERS)
        return rest if version is None or own == version else {**rest, "pluginVersion": own}

    return map_panels(board, plain)


def _drop_empty_queries(board: Board) -> Board:
    def plain(panel: PanelJson) -> PanelJson:
        return without(panel, "targets") if has_only_empty_queries(panel) else panel

    return map_panels(board, plain)


def _drop_row_datasources(board: Board) -> Board:
    def plain(panel: PanelJson) -> PanelJson:
        return without(panel, *editor_defaults.ROW_LEFTOVERS) if is_row(panel) else panel

    return map_panels(board, plain)


def close_gaps(board: Board) -> Board:
    """Return a board with its panels moved up as Grafana moves them, also inside collapsed rows."""
    return {**board, "panels": [_close_gaps_in_row(each) for each in move_up(board["panels"])]}


def _close_gaps_in_row(row: PanelJson) -> PanelJson:
    top, height = get(row, "gridPos", "y"), get(row, "gridPos", "h")
    if not row.get("panels") or type(top) is not int or type(height) is not int:
        return row
    return {**row, "panels": move_up(row["panels"], floor=top + height)}


def _replace(owner: Json, path: tuple[str, ...], old: Json, new: Json) -> Json:
    return owner if new is old else put(owner, path, new)


FILLED_IN = (
    Normalisation(
        name="schema default",
        reason="Grafana uses this value if a board, row, panel, query, variable or annotation "
        "does not set one.",
        run=_drop_schema_defaults,
    ),
    Normalisation(
        name="field default",
        reason="Grafana uses this field setting if a panel of this type does not set one.",
        run=_drop_field_defaults,
    ),
    Normalisation(
        name="stored selection",
        reason="When Grafana loads a board, it computes again which value of a variable is "
        "selected.",
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
        reason="The editor adds an empty query to panels whose type shows no query results.",
        run=_drop_empty_queries,
    ),
    Normalisation(
        name="data source of a row",
        reason="A row has no queries, so its data source has no effect.",
        run=_drop_row_datasources,
    ),
    Normalisation(
        name="gap above a panel",
        reason="Grafana moves panels up into free space. In a collapsed row, it does this when "
        "the row is opened.",
        run=close_gaps,
    ),
)
"""Values that Grafana fills in, in the order in which they are removed."""
