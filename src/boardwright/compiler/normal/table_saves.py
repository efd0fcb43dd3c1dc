"""Removes differences between tables saved by the editor of Grafana 12.4 and by older editors.

Older editors store the footer in the options of the table. The editor of Grafana 12.4 stores the
footer in field settings. `tests/recordings/grafana-12.4/editor-saves.json` contains boards that a
real Grafana 12.4.3 saved.
"""

from __future__ import annotations

from typing import Any

from boardwright.compiler.edit import drop_keys, get_value, put_value
from boardwright.compiler.normal.default_removal import Normalisation
from boardwright.schema.board_traversal import map_items, map_panels
from boardwright.schema.document import Board, Json, PanelJson

_REDUCERS = "custom.footer.reducers"


def _move_footers(board: Board) -> Board:
    return map_panels(board, _move_footer)


def _move_footer(panel: PanelJson) -> PanelJson:
    footer = get_value(panel, "options", "footer")
    if panel.get("type") != "table" or not isinstance(footer, dict):
        return panel
    options = drop_keys(panel["options"], "footer")
    if footer.get("enablePagination"):
        options = {**options, "enablePagination": True}
    panel = {**panel, "options": options} if options else drop_keys(panel, "options")
    if not footer.get("show") or not footer.get("reducer"):
        return panel
    counts_rows = footer.get("countRows") and footer["reducer"] == ["count"]
    return _with_reducers(panel, ["countAll"] if counts_rows else footer["reducer"], footer)


def _with_reducers(panel: PanelJson, reducers: Any, footer: Json) -> PanelJson:
    fields = footer.get("fields")
    if not fields:
        return put_value(
            panel, ("fieldConfig", "defaults", "custom", "footer"), {"reducers": reducers}
        )
    names = fields if isinstance(fields, list) else [fields]
    override = {
        "matcher": _build_name_matcher(names),
        "properties": [{"id": _REDUCERS, "value": reducers}],
    }
    overrides = get_value(panel, "fieldConfig", "overrides") or []
    return put_value(panel, ("fieldConfig", "overrides"), [*overrides, override])


def _build_name_matcher(names: list[Any]) -> Json:
    if len(names) == 1:
        return {"id": "byName", "options": names[0]}
    return {"id": "byNames", "options": {"mode": "include", "names": names}}


def _rename_hidden_columns(board: Board) -> Board:
    def rename_setting(each: Json) -> Json:
        is_old = each.get("id") == "custom.hidden"
        return {**each, "id": "custom.hideFrom.viz"} if is_old else each

    def rename_settings(each: Json) -> Json:
        return map_items(each, "properties", rename_setting)

    def rename_panel_settings(panel: PanelJson) -> PanelJson:
        config = panel.get("fieldConfig")
        if panel.get("type") != "table" or not isinstance(config, dict):
            return panel
        return {**panel, "fieldConfig": map_items(config, "overrides", rename_settings)}

    return map_panels(board, rename_panel_settings)


TABLE_SAVES = (
    Normalisation(
        name="footer of a table",
        reason="Grafana 12.4 stores the footer in field settings. Older versions store the "
        "footer in the panel's options.",
        run=_move_footers,
    ),
    Normalisation(
        name="hidden column of a table",
        reason="The setting that hides a column is `hideFrom.viz` in Grafana 12.4, and `hidden` in "
        "older versions.",
        run=_rename_hidden_columns,
    ),
)
"""Differences that result from saving a table in Grafana 12.4, in the order of their removal."""
