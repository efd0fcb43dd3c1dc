"""Replaces values for which grafanalib or `boardwright.library` has a constant or function: units,
thresholds, overrides and transformations.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from boardwright.schema.document import Json
from boardwright.source.import_names import UNITS, resolve_name
from boardwright.source.syntax_tree import (
    ClassCall,
    Entries,
    Items,
    Name,
    Node,
    Value,
    is_name,
    to_node,
)
from boardwright.source.transformation_nodes import build_transformation_node

_CONSTANTS: Mapping[str, tuple[str, ...]] = {
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
"""Argument -> the names of grafanalib's constants for the values of this argument."""

_UNIT_ARGUMENTS = frozenset({"unit", "format"})
_OVERRIDES: Mapping[str, str] = {"byName": "by_name", "byRegexp": "by_pattern"}
"""Matcher of an override -> the function of `boardwright.library` that writes this matcher."""


def build_argument_value(argument: str, value: Any) -> Node:
    """Return the value of an argument as an author would write it. If a constant or function for
    the value exists, its name is used.
    """
    if argument in _UNIT_ARGUMENTS and isinstance(value, str):
        name = _list_unit_names().get(value)
        return Name(f"{UNITS}.{name}") if name else Value(value)
    if argument == "thresholds":
        return _build_thresholds(value) or to_node(value)
    if argument == "overrides" and isinstance(value, list):
        return Items(tuple(map(_build_override, value)))
    if argument == "transformations" and isinstance(value, list):
        return Items(tuple(map(build_transformation_node, value)))
    if type(value) is int:
        names = _CONSTANTS.get(argument, ())
        constant = next((name for name in names if resolve_name(name) == value), None)
        return Name(constant) if constant else Value(value)
    return to_node(value)


@cache
def _list_unit_names() -> dict[str, str]:
    from grafanalib import formatunits

    unit_names: dict[str, str] = {}
    for name, value in vars(formatunits).items():
        if name.isupper() and isinstance(value, str):
            unit_names.setdefault(value, name)
    return unit_names


def _build_thresholds(steps: Any) -> Node | None:
    """Return threshold steps as a call of `thresholds`; None if a call cannot express them."""
    if not (isinstance(steps, list) and steps and all(map(_is_step, steps))):
        return None
    base, *above = [(step["color"], step["value"]) for step in steps]
    colors = [color for color, _ in above]
    values = [value for _, value in above]
    lowest = () if base[1] is None else (("lowest", Value(base[1])),)
    if not all(type(value) in (int, float) for value in (base[1] or 0, *values)):
        return None
    if len({*colors}) < len(colors) or not all(map(_is_argument_name, colors)):
        return None
    if not all(low < high for low, high in pairwise(values)):
        return None
    first = () if base[0] == "green" else (Value(base[0]),)
    others = tuple((color, Value(value)) for color, value in above)
    return ClassCall("thresholds", first, (*lowest, *others))


def _is_step(step: Any) -> bool:
    return isinstance(step, dict) and step.keys() == {"color", "value"}


def _is_argument_name(color: Any) -> bool:
    return (
        isinstance(color, str)
        and color.isascii()
        and is_name(color)
        and color not in {"base", "lowest"}
    )


def _build_override(override: Any) -> Node:
    """Return an override as a call of a function of `boardwright.library`, or as plain data if no
    function can express the override.
    """
    if not isinstance(override, dict) or override.keys() != {"matcher", "properties"}:
        return to_node(override)
    matcher, listed = override["matcher"], override["properties"]
    if not (isinstance(matcher, dict) and matcher.keys() == {"id", "options"}):
        return to_node(override)
    function, name = _OVERRIDES.get(str(matcher["id"])), matcher["options"]
    properties = _read_properties(listed)
    if function is None or properties is None or not isinstance(name, str):
        return to_node(override)
    return ClassCall(f"overrides.{function}", (Value(name), _build_properties(properties)))


def _read_properties(listed: Any) -> Json | None:
    """Return the properties of an override by id; None if an id occurs twice."""
    if not isinstance(listed, list):
        return None
    if not all(isinstance(each, dict) and each.keys() == {"id", "value"} for each in listed):
        return None
    properties = {each["id"]: each["value"] for each in listed if isinstance(each["id"], str)}
    return properties if len(properties) == len(listed) else None


def _build_properties(properties: Json) -> Node:
    """Return the properties of an override as a call of `overrides.colored` if the first property
    is a fixed color, and otherwise as a dict.
    """
    entries = [(key, _build_property(key, value)) for key, value in properties.items()]
    match properties:
        case {"color": {"mode": "fixed", "fixedColor": str(shade), **rest}} if not rest:
            if entries[0][0] == "color":
                others = (("others", Entries(tuple(entries[1:]))),) if entries[1:] else ()
                return ClassCall("overrides.colored", (Value(shade),), others)
        case _:
            pass
    return Entries(tuple(entries))


def _build_property(key: str, value: Any) -> Node:
    return build_argument_value("unit", value) if key == "unit" else to_node(value)
