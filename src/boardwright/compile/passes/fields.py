"""Pass `fields`: settings of fields take today's form, on the panel and in its overrides.

Value mappings of Grafana 7 and older, grafanalib's threshold objects, the text `50,80` for
thresholds and a colour's name for a colour are brought to what Grafana 8 and later write. An empty
list of thresholds, which would make a panel grey, is dropped.
"""

from __future__ import annotations

import re
from typing import Any

from boardwright.compile.context import Context
from boardwright.compile.edit import Json, cut, get, without
from boardwright.compile.fields import defaults, map_properties, with_defaults
from boardwright.compile.values import mappings, steps
from boardwright.schema.document import Board
from boardwright.schema.walking import map_panels

EMPTY = ("unit", "noValue", "displayName", "description", "links", "decimals", "min", "max")
"""Settings that say nothing when they are empty."""

_NOTHING: tuple[Any, ...] = (None, "", [])

NAMES = {
    "series_name": "series.name",
    "field_name": "field.name",
    "value_time": "value.time",
    "calc": "calc",
}
OLD_NAMES = re.compile(rf"\$__({'|'.join(NAMES)})\b")
"""What Grafana 6 filled in in titles and links, and how it is called today."""


def run(board: Board, context: Context) -> Board:
    """Return the board with fields set as Grafana 8 and later write them."""
    return map_panels(board, _changed)


def _changed(panel: Board) -> Board:
    if not panel.get("fieldConfig"):
        return panel
    old = defaults(panel)
    new = without(old, *(key for key in EMPTY if key in old and old[key] in _NOTHING))
    for key in ("displayName", "links"):
        if key in new:
            new = {**new, key: _today_names(new[key])}
    for key in ("thresholds", "mappings", "color"):
        if key in new:
            new = _with(new, key, _today(key, new[key]))
    if "custom" in new:
        new = _with(new, "custom", _custom(new["custom"]))
    panel = panel if new == old else with_defaults(panel, new)
    return map_properties(panel, lambda name, value: (name, _property(name, value)))


def _with(settings: Json, key: str, value: Any) -> Json:
    return without(settings, key) if value is None else {**settings, key: value}


def _custom(value: Any) -> Json | None:
    """Return custom settings without empty ones and leftovers; None when nothing is left."""
    if not isinstance(value, dict):
        return None
    value = {key: item for key, item in value.items() if item != {}}
    if get(value, "scaleDistribution", "type") == "linear":
        value = cut(value, ("scaleDistribution", "log"))
    if isinstance(get(value, "hideFrom", "graph"), bool):
        value = {**value, "hideFrom": _hide_from(value["hideFrom"])}
    return value or None


def _hide_from(old: Json) -> Json:
    """Return where a series is hidden; Grafana 8.0 said `graph` for what is `viz` today."""
    return {"viz": old["graph"], **without(old, "graph")}


def _today_names(value: Any) -> Any:
    """Return text with today's names of what Grafana fills in: the series, field, value."""
    if isinstance(value, str):
        return OLD_NAMES.sub(lambda match: f"${{__{NAMES[match.group(1)]}}}", value)
    if isinstance(value, list):
        return [_today_names(item) for item in value]
    if isinstance(value, dict):
        return {key: _today_names(item) for key, item in value.items()}
    return value


def _property(name: str, value: Any) -> Any:
    return _today(name, value) if name in ("thresholds", "mappings", "color") else value


def _today(name: str, value: Any) -> Any:
    if name == "mappings":
        return mappings(value)
    return _thresholds(value) if name == "thresholds" else _color(value)


def _thresholds(value: Any) -> Json | None:
    old = value if isinstance(value, dict) else {"steps": value}
    found = steps(old.get("steps"))
    return {**old, "mode": old.get("mode") or "absolute", "steps": found} if found else None


def _color(value: Any) -> Json | None:
    if isinstance(value, str) and value:
        return {"mode": "fixed", "fixedColor": value}
    if not isinstance(value, dict) or not value.get("mode"):
        return None
    return without(value, "fixedColor") if value.get("fixedColor") == "none" else value
