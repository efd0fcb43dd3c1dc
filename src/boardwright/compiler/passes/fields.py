"""Convert the field settings of panels and overrides to the current form.

This pass converts value mappings of Grafana 7 and older, grafanalib's threshold objects, thresholds
written as the text `50,80`, and colors written as a name. An empty list of thresholds stays empty,
so that Grafana still draws the values in gray.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from boardwright.compiler.context import Context
from boardwright.compiler.edit import without
from boardwright.compiler.fields import defaults, map_properties, with_defaults
from boardwright.compiler.values import mappings, steps
from boardwright.schema.document import Board, Json, PanelJson
from boardwright.schema.walking import map_panels

EMPTY = ("unit", "noValue", "displayName", "description", "links", "decimals", "min", "max")
"""Settings that have no effect when they are empty."""

_NOTHING: tuple[Any, ...] = (None, "", [])

NAMES = {
    "series_name": "series.name",
    "field_name": "field.name",
    "value_time": "value.time",
    "calc": "calc",
}
OLD_NAMES = re.compile(rf"\$__({'|'.join(NAMES)})\b|\$\{{__({'|'.join(NAMES)})(?=[:}}])")
"""Variables of titles and links in Grafana 6 -> their names today."""

OLD_LABELS = "${__series.labels"
LABELS = "${__field.labels"


def run(board: Board, context: Context) -> Board:
    """Return the board with field settings as Grafana 8 and later write them."""
    return map_panels(board, _upgrade_panel)


def _upgrade_panel(panel: PanelJson) -> PanelJson:
    if not panel.get("fieldConfig"):
        return panel
    old = defaults(panel)
    new = _settings(old)
    panel = panel if new == old else with_defaults(panel, new)
    return map_properties(panel, lambda name, value: (name, _property(name, value)))


def _settings(old: Json) -> Json:
    present = {k: value for k, value in old.items() if k not in EMPTY or value not in _NOTHING}
    new = {k: _TODAY[k](value) if k in _TODAY else value for k, value in present.items()}
    return {k: value for k, value in new.items() if value is not None or k not in _TODAY}


def _custom(value: Any) -> Json | None:
    if not isinstance(value, dict):
        return None
    value = {key: item for key, item in value.items() if item != {}}
    scale, hidden = value.get("scaleDistribution"), value.get("hideFrom")
    if isinstance(scale, dict) and scale.get("type") == "linear":
        value["scaleDistribution"] = without(scale, "log")
    if isinstance(hidden, dict) and isinstance(hidden.get("graph"), bool):
        value["hideFrom"] = _hide_from(hidden)
    return value or None


def _hide_from(old: Json) -> Json:
    """Return the setting `hideFrom` with the key `viz`, which Grafana 8.0 wrote as `graph`."""
    return {"viz": old["graph"], **without(old, "graph")}


def _today_names(value: Any) -> Any:
    """Return a text, or all texts in nested JSON, with the old variables for series, field and
    value replaced by current variables.
    """
    if isinstance(value, str):
        return OLD_NAMES.sub(_today_name, value).replace(OLD_LABELS, LABELS)
    if isinstance(value, list):
        return [_today_names(item) for item in value]
    if isinstance(value, dict):
        return {key: _today_names(item) for key, item in value.items()}
    return value


def _today_name(match: re.Match[str]) -> str:
    plain, braced = match.groups()
    return f"${{__{NAMES[plain]}}}" if plain else f"${{__{NAMES[braced]}"


def _property(name: str, value: Any) -> Any:
    return _TODAY[name](value) if name in ("thresholds", "mappings", "color") else value


def _thresholds(value: Any) -> Json | None:
    old = value if isinstance(value, dict) else {"steps": value}
    stored = old.get("steps")
    found = steps(stored)
    if not found and stored != []:
        return None
    return {**old, "mode": old.get("mode") or "absolute", "steps": found}


def _color(value: Any) -> Json | None:
    if isinstance(value, str) and value:
        return {"mode": "fixed", "fixedColor": value}
    if not isinstance(value, dict) or not value.get("mode"):
        return None
    return without(value, "fixedColor") if value.get("fixedColor") == "none" else value


_TODAY: Mapping[str, Callable[[Any], Any]] = {
    "color": _color,
    "custom": _custom,
    "displayName": _today_names,
    "links": _today_names,
    "mappings": mappings,
    "thresholds": _thresholds,
}
"""Setting -> the function that converts it to today's form, or to None if nothing remains."""
