"""Convert classic tables (with `styles` and `transform`) and grafanalib's `Table`.

The style with the pattern `/.*/` becomes the field defaults, and every other style becomes an
override. `transform` becomes a transformation, and display modes become cell options. In boards of
schema version 24 or newer, the type `table` is not the classic table. Grafana ignores `styles` and
`transform` of such tables, and this pass removes them. In a board that is declared in Python
without a schema version, both keys are also removed if the table has `options`.
"""

from __future__ import annotations

from typing import Any

from boardwright.compiler.context import Context
from boardwright.compiler.edit import drop_none, get, merge, objects, without
from boardwright.compiler.fields import add_overrides, defaults, map_properties, with_defaults
from boardwright.compiler.passes.schema_steps import version_of
from boardwright.compiler.places import remark
from boardwright.compiler.table import styles
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.walking import map_panels

KEYS = ("columns", "fontSize", "pageSize", "scroll", "showHeader", "sort", "styles", "transform")
"""Top-level keys that only a classic table has."""

FIRST_NEW_VERSION = 24
"""In older boards the type `table` is the classic table."""

TYPES = frozenset({"table", "table-old"})

CELLS: dict[str, Json] = {
    "color-background": {"type": "color-background", "mode": "gradient"},
    "color-background-solid": {"type": "color-background", "mode": "basic"},
    "gradient-gauge": {"type": "gauge", "mode": "gradient"},
    "lcd-gauge": {"type": "gauge", "mode": "lcd"},
    "basic": {"type": "gauge", "mode": "basic"},
}
"""Former display mode -> type and mode of the cell. Every other display mode is also the name of a
cell type.
"""

REDUCERS = {"avg": "mean", "current": "lastNotNull", "total": "sum"}


def run(board: Board, context: Context) -> Board:
    """Return the board with tables as Grafana 9 and later write them."""
    is_new = version_of(board, context) >= FIRST_NEW_VERSION
    is_known = "schemaVersion" in board
    return map_panels(board, lambda panel: _upgrade_panel(panel, is_new=is_new, is_known=is_known))


def _upgrade_panel(panel: PanelJson, *, is_new: bool, is_known: bool) -> PanelJson:
    panel = _with_cells(panel)
    if panel.get("type") not in TYPES:
        return panel
    panel = _without_copies(panel)
    if _is_classic(panel, is_new=is_new, is_known=is_known):
        panel = _upgrade_options(panel)
    return without(panel, *KEYS)


def _is_classic(panel: PanelJson, *, is_new: bool, is_known: bool) -> bool:
    """Return whether a table is a classic table, which Grafana converts to a current table.

    Args:
        panel: A table.
        is_new: Whether the schema version of the board is at least `FIRST_NEW_VERSION`.
        is_known: Whether the board states its schema version.
    """
    if panel["type"] == "table-old":
        return True
    is_leftover = is_new and (is_known or bool(panel.get("options")))
    return ("styles" in panel or "transform" in panel) and not is_leftover


def _with_cells(panel: PanelJson) -> PanelJson:
    """Return a panel of any type with cell options in place of display modes, also in overrides."""
    custom = defaults(panel).get("custom")
    if isinstance(custom, dict) and "displayMode" in custom and panel.get("type") in TYPES:
        cells = {"cellOptions": _cell(custom["displayMode"]), **without(custom, "displayMode")}
        panel = with_defaults(panel, {**defaults(panel), "custom": cells})
    return map_properties(panel, _cell_property)


def _cell(mode: Any) -> Json:
    return CELLS.get(str(mode), {"type": str(mode or "auto")})


def _cell_property(name: str, value: Any) -> tuple[str, Any]:
    return ("custom.cellOptions", _cell(value)) if name == "custom.displayMode" else (name, value)


def _without_copies(panel: PanelJson) -> PanelJson:
    color = panel.get("color")
    found = drop_none(
        color=color if isinstance(color, dict) and color.get("mode") else None,
        mappings=panel.get("mappings") or None,
    )
    if found:
        panel = with_defaults(panel, {**found, **defaults(panel)})
    return without(panel, "color", "mappings")


def _upgrade_options(panel: PanelJson) -> PanelJson:
    found = objects(panel.get("styles"))
    base = [style for style in found if styles.is_for_all(style)]
    for style in base:
        panel = with_defaults(panel, merge(defaults(panel), styles.settings(style)))
    panel = add_overrides(panel, [styles.override(style) for style in found if style not in base])
    panel = _with_transformation(without(panel, "pluginVersion"))
    return {
        **panel,
        "type": "table",
        "options": {**_options(panel), **(panel.get("options") or {})},
    }


def _options(panel: PanelJson) -> Json:
    column = get(panel, "sort", "col")
    if not isinstance(column, str):
        return {"showHeader": True}
    descending = bool(get(panel, "sort", "desc"))
    return {"showHeader": True, "sortBy": [{"displayName": column, "desc": descending}]}


def _with_transformation(panel: PanelJson) -> PanelJson:
    kind = panel.get("transform")
    if kind in ("json", "annotations"):
        what = (
            f'the transform "{kind}" of the old table panel is dropped, because Grafana has '
            "no replacement for it"
        )
        return remark(panel, what)
    found = _transformation(str(kind), panel)
    old = panel.get("transformations") or []
    return {**panel, "transformations": [found, *old]} if found else panel


def _transformation(kind: str, panel: PanelJson) -> Json | None:
    columns = [str(column.get("value")) for column in objects(panel.get("columns"))]
    reducers = [REDUCERS.get(value, value) for value in columns]
    known: dict[str, Json] = {
        "timeseries_to_columns": {"id": "joinByField", "options": {"byField": "Time"}},
        "timeseries_to_rows": {"id": "seriesToRows", "options": {}},
        "timeseries_aggregations": {
            "id": "reduce",
            "options": drop_none(reducers=reducers or None, includeTimeField=False),
        },
        "table": {"id": "merge", "options": {}},
    }
    return known.get(kind)
