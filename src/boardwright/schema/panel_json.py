"""Builds parts of a panel's JSON for which grafanalib has no classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from boardwright.schema.document import Json, PanelJson

OverrideJson = Json
"""A field override."""

MappingJson = Json
"""A value mapping of a field."""

TransformationJson = Json
"""A transformation of a panel's data."""

SettingsJson = Json
"""Grafana's id of a field setting, such as `custom.lineWidth` -> value."""


def build_field_defaults(**settings: Any) -> Json | None:
    """Return panel JSON that contains only settings for all fields; None if every setting is None.

    Args:
        settings: Grafana's names of field settings, such as `unit`, with their values. The function
            omits a setting whose value is None.
    """
    given = {name: value for name, value in settings.items() if value is not None}
    return {"fieldConfig": {"defaults": given}} if given else None


def build_override(matcher: str, argument: str, properties: SettingsJson) -> OverrideJson:
    """Return a field override.

    Args:
        matcher: How the override selects fields, such as `byName` or `byRegexp`.
        argument: The argument of the matcher, such as the name of a field.
        properties: Grafana's id of each setting that the override changes -> the new value.
    """
    values = [{"id": key, "value": value} for key, value in properties.items()]
    return {"matcher": {"id": matcher, "options": argument}, "properties": values}


def build_value_mapping(meanings: Mapping[str, tuple[str, str]]) -> MappingJson:
    """Return a value mapping: each value of `meanings` becomes a text and a colour."""
    options = {
        value: {"text": text, "color": color, "index": index}
        for index, (value, (text, color)) in enumerate(meanings.items())
    }
    return {"type": "value", "options": options}


def build_transformation(name: str, options: Json) -> TransformationJson:
    """Return the JSON of a transformation."""
    return {"id": name, "options": options}


def build_data_link(title: str, url: str, *, new_tab: bool) -> Json:
    """Return the JSON of a data link for a field."""
    return {"title": title, "url": url, "targetBlank": new_tab}


def build_switch(name: str, *, values: Sequence[str], chosen: str, label: str | None) -> Json:
    """Return a template variable of the type `switch`.

    Args:
        name: The name of the variable.
        values: The value of the variable while the switch is on, then its value while the switch is
            off.
        chosen: The selected value.
        label: The label of the variable; None if the board shows the variable's name.
    """
    options = [{"text": value, "value": value, "selected": value == chosen} for value in values]
    return {
        "type": "switch",
        "name": name,
        "query": "",
        "current": {"text": chosen, "value": chosen},
        "options": options,
        **({} if label is None else {"label": label}),
    }


def with_size(panel: PanelJson, width: int, height: int) -> PanelJson:
    """Return a copy of a panel with a width and height in grid units, but without a position."""
    return {**panel, "gridPos": {"h": height, "w": width}}


def read_position(panel: PanelJson) -> Any:
    """Return the `gridPos` of a panel; None if the panel has no `gridPos`."""
    return panel.get("gridPos")
