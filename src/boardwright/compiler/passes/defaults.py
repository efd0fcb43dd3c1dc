"""Add the options and the color mode that a new panel has in Grafana's editor.

The pass keeps all values that the board sets. The pass does not add custom field settings, such as
the line width, because Grafana applies their defaults itself. In a board that was stored in v2,
panels without a plugin version get the plugin version of the board.
"""

from __future__ import annotations

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys, get_value, merge_objects
from boardwright.schema import new_panel_values
from boardwright.schema.board_traversal import map_panels
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.extension import read_stored_version
from boardwright.schema.panel_types import WITHOUT_QUERIES
from boardwright.schema.sections import has_plugin


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with complete options on each panel whose type is part of Grafana."""
    board = map_panels(board, _add_defaults)
    version = read_stored_version(board)
    if not version:
        return board
    return map_panels(board, lambda panel: _add_version(panel, version))


def _add_version(panel: PanelJson, version: str) -> PanelJson:
    return {"pluginVersion": version, **panel} if has_plugin(panel) else panel


def _add_defaults(panel: PanelJson) -> PanelJson:
    kind = str(panel.get("type"))
    if kind in new_panel_values.OPTIONS:
        options = merge_objects(new_panel_values.OPTIONS[kind], panel.get("options") or {})
        panel = panel if options == panel.get("options") else {**panel, "options": options}
    if kind in WITHOUT_QUERIES and _is_bare(panel.get("fieldConfig")):
        return drop_keys(panel, "fieldConfig")
    if kind in new_panel_values.COLOR_MODES or "fieldConfig" in panel:
        return _with_field_config(panel, new_panel_values.COLOR_MODES.get(kind))
    return panel


def _with_field_config(panel: PanelJson, color: str | None) -> PanelJson:
    old = panel.get("fieldConfig") or {}
    base: Json = (
        {"color": {"mode": color}, "thresholds": new_panel_values.THRESHOLDS} if color else {}
    )
    present = get_value(old, "defaults") or {}
    config = {"overrides": [], **old, "defaults": {**base, **present}}
    return panel if config == old else {**panel, "fieldConfig": config}


def _is_bare(config: Json | None) -> bool:
    """Return whether a `fieldConfig` sets nothing except thresholds and value mappings."""
    defaults = (config or {}).get("defaults") or {}
    present = drop_keys(defaults, "custom", "thresholds", "mappings")
    return not present and not defaults.get("custom") and not (config or {}).get("overrides")
