"""Convert classic tables (with `styles` and `transform`) and grafanalib's `Table`.

The style with the pattern `/.*/` becomes the field defaults, and every other style becomes an
override. `transform` becomes a transformation, and display modes become cell options.

In boards of schema version 24 and later, the type `table` means the current table panel. Grafana
ignores the keys `styles` and `transform` of a current table panel, and this pass removes them. In a
board that is declared in Python without a schema version, the pass removes both keys if the panel
has `options`. If the panel has no `options`, the pass converts the panel like a classic table.
"""

from __future__ import annotations

from typing import Any

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys, drop_none, get_value, list_objects, merge_objects
from boardwright.compiler.field_configs import (
    add_overrides,
    map_properties,
    read_field_defaults,
    with_field_defaults,
)
from boardwright.compiler.passes.schema_steps import read_schema_version
from boardwright.compiler.places import add_remark
from boardwright.compiler.table import styles
from boardwright.schema.board_traversal import map_panels
from boardwright.schema.document import Board, Json, PanelJson

KEYS = ("columns", "fontSize", "pageSize", "scroll", "showHeader", "sort", "styles", "transform")
"""Top-level keys that only a classic table has."""

FIRST_NEW_VERSION = 24
"""The first schema version in which the type `table` means the current table panel."""

TYPES = frozenset({"table", "table-old"})

CELLS: dict[str, Json] = {
    "color-background": {"type": "color-background", "mode": "gradient"},
    "color-background-solid": {"type": "color-background", "mode": "basic"},
    "gradient-gauge": {"type": "gauge", "mode": "gradient"},
    "lcd-gauge": {"type": "gauge", "mode": "lcd"},
    "basic": {"type": "gauge", "mode": "basic"},
}
"""Maps an old display mode to the type and mode of a cell.

A display mode that is missing here is the type of a cell.
"""

REDUCERS = {"avg": "mean", "current": "lastNotNull", "total": "sum"}


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with tables as Grafana 9 and later write them."""
    is_new = read_schema_version(board, context) >= FIRST_NEW_VERSION
    has_version = "schemaVersion" in board
    return map_panels(
        board, lambda panel: _upgrade_panel(panel, is_new=is_new, has_version=has_version)
    )


def _upgrade_panel(panel: PanelJson, *, is_new: bool, has_version: bool) -> PanelJson:
    panel = _convert_cells(panel)
    if panel.get("type") not in TYPES:
        return panel
    panel = _move_color_and_mappings(panel)
    if _is_classic(panel, is_new=is_new, has_version=has_version):
        panel = _upgrade_options(panel)
    return drop_keys(panel, *KEYS)


def _is_classic(panel: PanelJson, *, is_new: bool, has_version: bool) -> bool:
    """Return whether a table is a classic table, which Grafana converts to a current table.

    Args:
        panel: A table.
        is_new: Whether the schema version of the board is at least `FIRST_NEW_VERSION`.
        has_version: Whether the board states its schema version.
    """
    if panel["type"] == "table-old":
        return True
    is_leftover = is_new and (has_version or bool(panel.get("options")))
    return ("styles" in panel or "transform" in panel) and not is_leftover


def _convert_cells(panel: PanelJson) -> PanelJson:
    """Return a panel with cell options in place of display modes, also in overrides."""
    custom = read_field_defaults(panel).get("custom")
    if isinstance(custom, dict) and "displayMode" in custom and panel.get("type") in TYPES:
        cells = {
            "cellOptions": _convert_cell(custom["displayMode"]),
            **drop_keys(custom, "displayMode"),
        }
        panel = with_field_defaults(panel, {**read_field_defaults(panel), "custom": cells})
    return map_properties(panel, _convert_cell_property)


def _convert_cell(mode: Any) -> Json:
    return CELLS.get(str(mode), {"type": str(mode or "auto")})


def _convert_cell_property(name: str, value: Any) -> tuple[str, Any]:
    return (
        ("custom.cellOptions", _convert_cell(value))
        if name == "custom.displayMode"
        else (name, value)
    )


def _move_color_and_mappings(panel: PanelJson) -> PanelJson:
    color = panel.get("color")
    moved = drop_none(
        color=color if isinstance(color, dict) and color.get("mode") else None,
        mappings=panel.get("mappings") or None,
    )
    if moved:
        panel = with_field_defaults(panel, {**moved, **read_field_defaults(panel)})
    return drop_keys(panel, "color", "mappings")


def _upgrade_options(panel: PanelJson) -> PanelJson:
    all_styles = list_objects(panel.get("styles"))
    base = [style for style in all_styles if styles.is_for_all_columns(style)]
    for style in base:
        panel = with_field_defaults(
            panel, merge_objects(read_field_defaults(panel), styles.build_style_defaults(style))
        )
    panel = add_overrides(
        panel, [styles.build_column_override(style) for style in all_styles if style not in base]
    )
    panel = _with_transformation(drop_keys(panel, "pluginVersion"))
    return {
        **panel,
        "type": "table",
        "options": {**_build_options(panel), **(panel.get("options") or {})},
    }


def _build_options(panel: PanelJson) -> Json:
    column = get_value(panel, "sort", "col")
    if not isinstance(column, str):
        return {"showHeader": True}
    descending = bool(get_value(panel, "sort", "desc"))
    return {"showHeader": True, "sortBy": [{"displayName": column, "desc": descending}]}


def _with_transformation(panel: PanelJson) -> PanelJson:
    kind = panel.get("transform")
    if kind in ("json", "annotations"):
        what = (
            f'the transform "{kind}" of the old table panel is dropped, because Grafana has '
            "no replacement for it"
        )
        return add_remark(panel, what)
    new = _build_transformation(str(kind), panel)
    old = panel.get("transformations") or []
    return {**panel, "transformations": [new, *old]} if new else panel


def _build_transformation(kind: str, panel: PanelJson) -> Json | None:
    columns = [str(column.get("value")) for column in list_objects(panel.get("columns"))]
    reducers = [REDUCERS.get(value, value) for value in columns]
    transformations: dict[str, Json] = {
        "timeseries_to_columns": {"id": "joinByField", "options": {"byField": "Time"}},
        "timeseries_to_rows": {"id": "seriesToRows", "options": {}},
        "timeseries_aggregations": {
            "id": "reduce",
            "options": drop_none(reducers=reducers or None, includeTimeField=False),
        },
        "table": {"id": "merge", "options": {}},
    }
    return transformations.get(kind)
