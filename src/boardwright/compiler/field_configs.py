"""Reads and changes the field defaults and overrides in a panel's `fieldConfig`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from boardwright.compiler.edit import get_value, list_objects
from boardwright.schema.document import Json
from boardwright.schema.json_equality import are_json_equal
from boardwright.schema.json_object import ensure_object

PropertyChange = Callable[[str, Any], tuple[str, Any]]
"""Takes the id and value of an override property, and returns the new id and value."""


def read_field_defaults(panel: Json) -> Json:
    """Return `fieldConfig.defaults` of a panel; empty if the panel has none."""
    return ensure_object(get_value(panel, "fieldConfig", "defaults"))


def with_field_defaults(panel: Json, defaults: Json) -> Json:
    """Return the panel with `defaults` as its `fieldConfig.defaults`."""
    if defaults is get_value(panel, "fieldConfig", "defaults"):
        return panel
    return {**panel, "fieldConfig": {**(panel.get("fieldConfig") or {}), "defaults": defaults}}


def map_properties(panel: Json, change: PropertyChange) -> Json:
    """Return the panel with `change` applied to every property of its overrides."""
    old = list_objects(get_value(panel, "fieldConfig", "overrides"))
    if not old:
        return panel
    new = [_change_override(override, change) for override in old]
    return (
        panel
        if are_json_equal(new, old)
        else {**panel, "fieldConfig": {**panel["fieldConfig"], "overrides": new}}
    )


def add_overrides(panel: Json, overrides: list[Json]) -> Json:
    """Return the panel with these overrides after its own overrides."""
    if not overrides:
        return panel
    config = panel.get("fieldConfig") or {}
    merged = [*list_objects(config.get("overrides")), *overrides]
    return {**panel, "fieldConfig": {**config, "overrides": merged}}


def _change_override(override: Json, change: PropertyChange) -> Json:
    properties = []
    for item in list_objects(override.get("properties")):
        name, value = change(str(item.get("id")), item.get("value"))
        properties.append({**item, "id": name, "value": value})
    return {**override, "properties": properties}
