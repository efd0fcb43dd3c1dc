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
    """Return a panel's JSON with settings of all fields; None if every setting is None.

    Args:
        settings: Grafana's names of the settings, such as `unit`, with their values. A setting that
            is None is omitted.
    """
    given = {name: value for name, value in settings.items() if value is not None}
    return {"fieldConfig": {"defaults": given}} if given else None


def build_override(matcher: str, argument: str, properties: SettingsJson) -> OverrideJson:
    """Return a field override.

    Args:
        matcher: How the fields are selected: `byName`, `byRegexp`, ...
        argument: The argument of the matcher.
        properties: Grafana's ids of the changed settings, with the new values.
    """
    values = [{"id": key, "value": value} for key, value in properties.items()]
    return {"matcher": {"id": matcher, "options": argument}, "properties": values}


def build_value_mapping(meanings: Mapping[str, tuple[str, str]]) -> MappingJson:
    """Return the mapping of values to texts and colours."""
    options = {
        value: {"text": text, "color": color, "index": index}
        for index, (value, (text, color)) in enumerate(meanings.items())
    }
    return {"type": "value", "options": options}


def build_transformation(name: str, options: Json) -> TransformationJson:
    """Return the transformation with this id, such as `organize`."""
    return {"id": name, "options": options}


def build_data_link(title: str, url: str, *, new_tab: bool) -> Json:
    """Return a data link of a field."""
    return {"title": title, "url": url, "targetBlank": new_tab}


def build_switch(name: str, *, values: Sequence[str], chosen: str, label: str | None) -> Json:
    """Return a template variable of the type `switch`.

    Args:
        name: The name of the variable.
        values: The value of the variable while the switch is on, and its value while the switch is
            off.
        chosen: The selected value.
        label: The label of the variable; None if the board shows the name.
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
    """Return a copy of a panel with a size in grid units and without a position."""
    return {**panel, "gridPos": {"h": height, "w": width}}


def read_position(panel: PanelJson) -> Any:
    """Return the position that a panel declares; None if the panel declares no position."""
    return panel.get("gridPos")
