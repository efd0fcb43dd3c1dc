"""Convert the field settings of panels and overrides to the format of Grafana 8 and later.

This pass converts value mappings of Grafana 7 and older, grafanalib's threshold objects, thresholds
written as the text `50,80`, and colors written as a name. An empty list of thresholds stays empty,
so that Grafana still draws the values in gray.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.edit import drop_keys
from boardwright.compiler.field_configs import (
    map_properties,
    read_field_defaults,
    with_field_defaults,
)
from boardwright.compiler.values import convert_mappings, parse_steps
from boardwright.schema.board_traversal import map_panels
from boardwright.schema.document import Board, Json, PanelJson

EMPTY = ("unit", "noValue", "displayName", "description", "links", "decimals", "min", "max")
"""Settings that have no effect if their value is empty."""

_NOTHING: tuple[Any, ...] = (None, "", [])

NAMES = {
    "series_name": "series.name",
    "field_name": "field.name",
    "value_time": "value.time",
    "calc": "calc",
}
OLD_NAMES = re.compile(rf"\$__({'|'.join(NAMES)})\b|\$\{{__({'|'.join(NAMES)})(?=[:}}])")
"""Matches variables in titles and links that Grafana has renamed since version 6."""

OLD_LABELS = "${__series.labels"
LABELS = "${__field.labels"


def run(board: Board, context: CompilerContext) -> Board:
    """Return the board with field settings as Grafana 8 and later write them."""
    return map_panels(board, _upgrade_panel)


def _upgrade_panel(panel: PanelJson) -> PanelJson:
    if not panel.get("fieldConfig"):
        return panel
    old = read_field_defaults(panel)
    new = _convert_settings(old)
    panel = panel if new == old else with_field_defaults(panel, new)
    return map_properties(panel, lambda name, value: (name, _convert_property(name, value)))


def _convert_settings(old: Json) -> Json:
    present = {k: value for k, value in old.items() if k not in EMPTY or value not in _NOTHING}
    new = {k: _CONVERTERS[k](value) if k in _CONVERTERS else value for k, value in present.items()}
    return {k: value for k, value in new.items() if value is not None or k not in _CONVERTERS}


def _convert_custom(value: Any) -> Json | None:
    if not isinstance(value, dict):
        return None
    value = {key: item for key, item in value.items() if item != {}}
    scale, hidden = value.get("scaleDistribution"), value.get("hideFrom")
    if isinstance(scale, dict) and scale.get("type") == "linear":
        value["scaleDistribution"] = drop_keys(scale, "log")
    if isinstance(hidden, dict) and isinstance(hidden.get("graph"), bool):
        value["hideFrom"] = _rename_graph_key(hidden)
    return value or None


def _rename_graph_key(old: Json) -> Json:
    """Return the setting `hideFrom` with the key `viz`, which Grafana 8.0 called `graph`."""
    return {"viz": old["graph"], **drop_keys(old, "graph")}


def _replace_old_names(value: Any) -> Any:
    """Replace the old names of variables in a text, or in all texts of nested JSON."""
    if isinstance(value, str):
        return OLD_NAMES.sub(_replace_old_name, value).replace(OLD_LABELS, LABELS)
    if isinstance(value, list):
        return [_replace_old_names(item) for item in value]
    if isinstance(value, dict):
        return {key: _replace_old_names(item) for key, item in value.items()}
    return value


def _replace_old_name(match: re.Match[str]) -> str:
    plain, braced = match.groups()
    return f"${{__{NAMES[plain]}}}" if plain else f"${{__{NAMES[braced]}"


def _convert_property(name: str, value: Any) -> Any:
    return _CONVERTERS[name](value) if name in ("thresholds", "mappings", "color") else value


def _convert_thresholds(value: Any) -> Json | None:
    old = value if isinstance(value, dict) else {"steps": value}
    stored = old.get("steps")
    steps = parse_steps(stored)
    if not steps and stored != []:
        return None
    return {**old, "mode": old.get("mode") or "absolute", "steps": steps}


def _convert_color(value: Any) -> Json | None:
    if isinstance(value, str) and value:
        return {"mode": "fixed", "fixedColor": value}
    if not isinstance(value, dict) or not value.get("mode"):
        return None
    return drop_keys(value, "fixedColor") if value.get("fixedColor") == "none" else value


_CONVERTERS: Mapping[str, Callable[[Any], Any]] = {
    "color": _convert_color,
    "custom": _convert_custom,
    "displayName": _replace_old_names,
    "links": _replace_old_names,
    "mappings": convert_mappings,
    "thresholds": _convert_thresholds,
}
"""Maps a setting to the function that converts its value; None removes the setting."""
