"""Converts the value mappings and thresholds of grafanalib and old Grafana versions."""

from __future__ import annotations

from typing import Any

from boardwright.compiler.edit import drop_none, list_objects, parse_number
from boardwright.schema.document import Json

TRAFFIC_LIGHT = ("green", "orange", "red")
"""Default colours for the thresholds in a text such as `50,80`."""

TYPES = ("value", "range", "regex", "special")
"""The types of current value mappings, whereas the type of an old mapping is a number."""

RANGE_TO_TEXT = 2
"""The `mappingType` of an old panel or column style that maps ranges of values to texts."""


def parse_steps(value: Any, colors: Any = None) -> list[Json]:
    """Return the threshold steps of a list or of a text such as `50,80`; [] for other values."""
    if isinstance(value, str):
        return _parse_text_steps(value, colors)
    steps = [_parse_step(step) for step in list_objects(value)]
    return steps if any(step["color"] for step in steps) else []


def _parse_text_steps(text: str, colors: Any) -> list[Json]:
    """Return one threshold step for each colour."""
    values = [parse_number(part.strip()) for part in text.split(",") if part.strip()]
    palette = [str(color) for color in colors or TRAFFIC_LIGHT]
    if not values or not palette:
        return []
    if not colors:
        palette += [palette[-1]] * (len(values) + 1 - len(palette))
    pairs = zip([None, *values], palette, strict=False)
    return [{"value": value, "color": color} for value, color in pairs]


def _parse_step(step: Json) -> Json:
    return {"value": parse_number(step.get("value")), "color": step.get("color") or ""}


def convert_mappings(value: Any) -> list[Json]:
    """Return value mappings in the format of Grafana 8 and later.

    Consecutive mappings of single values become one mapping.
    """
    mappings = list_objects(value)
    if all(item.get("type") in TYPES for item in mappings):
        return [_clean_item(item) for item in mappings if isinstance(item.get("options"), dict)]
    result: list[Json] = []
    for item in mappings:
        new = _convert_mapping(item)
        if new and result and new["type"] == result[-1]["type"] == "value":
            result[-1] = {"type": "value", "options": {**result[-1]["options"], **new["options"]}}
        elif new:
            result.append(new)
    return result


def convert_classic_mappings(owner: Json) -> list[Json]:
    """Return the value mappings of an old panel or column style in the current format."""
    ranges = owner.get("mappingType") == RANGE_TO_TEXT
    return convert_mappings(owner.get("rangeMaps" if ranges else "valueMaps"))


def _convert_mapping(item: Json) -> Json | None:
    if item.get("type") in TYPES:
        return _clean_item(item) if isinstance(item.get("options"), dict) else None
    result = drop_none(text=item.get("text"), color=item.get("color") or None)
    if _is_range(item):
        return _convert_range(item, result)
    if item.get("value") in ("null", None, ""):
        return {"type": "special", "options": {"match": "null", "result": result}}
    return {"type": "value", "options": {str(item["value"]): result}}


def _is_range(item: Json) -> bool:
    return item.get("type") == 2 or (item.get("type") != 1 and "from" in item)


def _convert_range(item: Json, result: Json) -> Json:
    if item.get("from") == "null" and item.get("to") == "null":
        return {"type": "special", "options": {"match": "null", "result": result}}
    bounds = {"from": parse_number(item.get("from")), "to": parse_number(item.get("to"))}
    return {"type": "range", "options": {**bounds, "result": result}}


def _clean_item(item: Json) -> Json:
    """Return a mapping without the empty colours and indexes that grafanalib writes."""
    options = item.get("options") or {}
    if item["type"] == "value":
        return {**item, "options": {key: _clean_result(value) for key, value in options.items()}}
    if not isinstance(options.get("result"), dict):
        return item
    return {**item, "options": {**options, "result": _clean_result(options["result"])}}


def _clean_result(result: Any) -> Any:
    if not isinstance(result, dict):
        return result
    values = {
        key: value for key, value in result.items() if value not in (None, "") or key == "text"
    }
    if not isinstance(values.get("index", 0), int):
        del values["index"]
    return values
