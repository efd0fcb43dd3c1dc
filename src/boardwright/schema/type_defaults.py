"""Removes the default settings of a panel type from the JSON of a panel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.schema import new_panel_values
from boardwright.schema.document import Json, PanelJson
from boardwright.schema.json_equality import are_json_equal


def drop_type_defaults(panel: PanelJson) -> PanelJson:
    """Return a panel without the default settings of its type, so that panels of different types
    can be compared.
    """
    kind = str(panel.get("type"))
    options = _drop_defaults(panel.get("options"), new_panel_values.OPTIONS.get(kind, {}))
    config = panel.get("fieldConfig") or {}
    usual = {
        "color": {"mode": new_panel_values.COLOR_MODES.get(kind)},
        "custom": new_panel_values.CUSTOM.get(kind, {}),
        "thresholds": new_panel_values.THRESHOLDS,
    }
    fields = {**config, "defaults": _drop_defaults(config.get("defaults"), usual)}
    return {**panel, "options": options, "fieldConfig": fields}


def _drop_defaults(value: Any, usual: Mapping[str, Any]) -> Json:
    found: Json = {}
    for key, item in (value or {}).items():
        if key not in usual:
            found[key] = item
        elif key != "thresholds" and isinstance(item, dict) and isinstance(usual[key], dict):
            inner = _drop_defaults(item, usual[key])
            found |= {key: inner} if inner else {}
        elif not are_json_equal(item, usual[key]):
            found[key] = item
    return found
