"""Values that have a name in grafanalib or in the library: units, colours' steps, overrides."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from boardwright.compiler.edit import Json
from boardwright.source.tree import Call, Entries, Items, Name, Node, Value, is_name, node_of
from boardwright.source.vocabulary import UNITS, meaning

_NAMES: Mapping[str, tuple[str, ...]] = {
    "graphTooltip": (
        "GRAPH_TOOLTIP_MODE_SHARED_CROSSHAIR",
        "GRAPH_TOOLTIP_MODE_SHARED_TOOLTIP",
    ),
    "hide": ("HIDE_LABEL", "HIDE_VARIABLE"),
    "refresh": ("REFRESH_ON_DASHBOARD_LOAD", "REFRESH_ON_TIME_RANGE_CHANGE"),
    "sort": (
        "SORT_ALPHA_ASC",
        "SORT_ALPHA_DESC",
        "SORT_NUMERIC_ASC",
        "SORT_NUMERIC_DESC",
        "SORT_ALPHA_IGNORE_CASE_ASC",
        "SORT_ALPHA_IGNORE_CASE_DESC",
    ),
}
"""grafanalib's constants by the argument that they are for."""

_UNIT_ARGUMENTS = frozenset({"unit", "format"})


def constant(argument: str, value: Any) -> Node:
    """Return a value as one would write it for an argument: by name, where it has one."""
    if argument in _UNIT_ARGUMENTS and isinstance(value, str):
        name = _units().get(value)
        return Name(f"{UNITS}.{name}") if name else Value(value)
    if argument == "thresholds":
        return _steps(value) or node_of(value)
    if argument == "overrides" and isinstance(value, list):
        return Items(tuple(_override(item) for item in value))
    if type(value) is int:
        found = next((n for n in _NAMES.get(argument, ()) if meaning(n) == value), None)
        return Name(found) if found else Value(value)
    return node_of(value)


@cache
def _units() -> dict[str, str]:
    found: dict[str, str] = {}
    from grafanalib import formatunits

    for name, value in vars(formatunits).items():
        if name.isupper() and isinstance(value, str):
            found.setdefault(value, name)
    return found


def _steps(steps: Any) -> Node | None:
    """Return threshold steps as a call of the library's `thresholds`, if it can say them."""
    if not (isinstance(steps, list) and steps and all(map(_is_step, steps))):
        return None
    base, *above = [(step["color"], step["value"]) for step in steps]
    colors = [color for color, _ in above]
    values = [value for _, value in above]
    if base[1] is not None or not all(type(value) in (int, float) for value in values):
        return None
    if len({*colors}) < len(colors) or not all(map(_is_argument, colors)):
        return None
    if not all(low < high for low, high in pairwise(values)):
        return None
    first = () if base[0] == "green" else (Value(base[0]),)
    return Call("thresholds", first, tuple((c, Value(v)) for c, v in above))


def _is_step(step: Any) -> bool:
    return isinstance(step, dict) and step.keys() == {"color", "value"}


def _is_argument(color: Any) -> bool:
    return isinstance(color, str) and color.isascii() and is_name(color) and color != "base"


_MATCHED: Mapping[str, str] = {"byName": "by_name", "byRegexp": "by_pattern"}
"""The library's functions for overrides by how these choose their series."""


def _override(override: Any) -> Node:
    function, name, properties = _chosen_properties(override)
    if function is None:
        return node_of(override)
    return Call(f"overrides.{function}", (Value(name), _properties(properties)))


def _properties(properties: Json) -> Node:
    color = properties.get("color")
    if len(properties) == 1 and isinstance(color, dict) and color.keys() == {"fixedColor", "mode"}:
        shade = color["fixedColor"]
        if color["mode"] == "fixed" and isinstance(shade, str):
            return Call("overrides.colored", (Value(shade),))
    return Entries(tuple((key, _property(key, value)) for key, value in properties.items()))


def _property(key: str, value: Any) -> Node:
    return constant("unit", value) if key == "unit" else node_of(value)


def _chosen_properties(override: Any) -> tuple[str | None, str, Json]:
    """Return the function for an override, which series it is for, and its properties.

    No function, where it says more than that.
    """
    if not isinstance(override, dict) or override.keys() != {"matcher", "properties"}:
        return None, "", {}
    matcher, listed = override["matcher"], override["properties"]
    if not (isinstance(matcher, dict) and matcher.keys() == {"id", "options"}):
        return None, "", {}
    function, name = _MATCHED.get(str(matcher["id"])), matcher["options"]
    if not (isinstance(name, str) and isinstance(listed, list)):
        return None, "", {}
    if not all(isinstance(p, dict) and p.keys() == {"id", "value"} for p in listed):
        return None, "", {}
    properties = {item["id"]: item["value"] for item in listed if isinstance(item["id"], str)}
    return (function, name, properties) if len(properties) == len(listed) else (None, "", {})
