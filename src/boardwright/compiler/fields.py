"""Reading and rebuilding a panel's `fieldConfig`: defaults and overrides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from boardwright.compiler.edit import Json, get, objects

Settings = Callable[[Json], Json]
"""Something that changes the settings of a field, by name (`unit`, `custom`, …)."""

Property = Callable[[str, Any], tuple[str, Any]]
"""Something that changes one property of an override: its id and value."""


def defaults(panel: Json) -> Json:
    """Return `fieldConfig.defaults`, empty when there is none."""
    found = get(panel, "fieldConfig", "defaults")
    return found if isinstance(found, dict) else {}


def with_defaults(panel: Json, changed: Json) -> Json:
    """Return the panel with other `fieldConfig.defaults`; the same one when they are the same."""
    if changed is get(panel, "fieldConfig", "defaults"):
        return panel
    return {**panel, "fieldConfig": {**(panel.get("fieldConfig") or {}), "defaults": changed}}


def map_properties(panel: Json, change: Property) -> Json:
    """Return the panel with the properties of its overrides changed."""
    old = objects(get(panel, "fieldConfig", "overrides"))
    if not old:
        return panel
    new = [_change_override(override, change) for override in old]
    return (
        panel
        if new == old
        else {**panel, "fieldConfig": {**panel["fieldConfig"], "overrides": new}}
    )


def add_overrides(panel: Json, overrides: list[Json]) -> Json:
    """Return the panel with further overrides after its own."""
    if not overrides:
        return panel
    config = panel.get("fieldConfig") or {}
    both = [*objects(config.get("overrides")), *overrides]
    return {**panel, "fieldConfig": {**config, "overrides": both}}


def _change_override(override: Json, change: Property) -> Json:
    properties = []
    for item in objects(override.get("properties")):
        name, value = change(str(item.get("id")), item.get("value"))
        properties.append({**item, "id": name, "value": value})
    return {**override, "properties": properties}
