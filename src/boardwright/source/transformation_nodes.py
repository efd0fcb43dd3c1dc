"""Converts transformations of query results to calls of functions of `boardwright.library`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.source.syntax_tree import ClassCall, Node, is_name, to_node

_KEYS = {"excludeByName": "hide", "indexByName": "order", "renameByName": "rename"}
"""Option of the transformation "organize" -> the argument of the library function `organize` that
sets it.
"""


def build_transformation_node(transformation: Any) -> Node:
    """Return a transformation as a call of a function of `boardwright.library`, or as plain data if
    no function can express the transformation.
    """
    match transformation:
        case {"id": "organize", "options": dict(options), **others} if not others:
            if all(isinstance(options.get(key), dict) for key in _KEYS) and _are_names(options):
                return _build_organize_call(options)
        case _:
            pass
    return to_node(transformation)


def _are_names(options: Mapping[str, Any]) -> bool:
    """Return whether the options that `_KEYS` does not contain can be written as arguments of a
    Python function.
    """
    taken = {*_KEYS.values()}
    return all(key in _KEYS or (is_name(key) and key not in taken) for key in options)


def _build_organize_call(options: Mapping[str, Any]) -> Node:
    values = {
        "hide": _list_hidden(options["excludeByName"]),
        "order": _list_in_order(options["indexByName"]),
        "rename": options["renameByName"],
    }
    keywords = [(key, to_node(value)) for key, value in values.items() if value]
    keywords += [(key, to_node(value)) for key, value in options.items() if key not in _KEYS]
    return ClassCall("organize", keywords=tuple(keywords))


def _list_hidden(hidden: Mapping[str, Any]) -> Any:
    """Return the names of the hidden fields. If the mapping also contains fields that are not
    hidden, return the mapping itself.
    """
    return [*hidden] if all(each is True for each in hidden.values()) else hidden


def _list_in_order(positions: Mapping[str, Any]) -> Any:
    """Return the names of the fields in the order of their positions. If positions are missing or
    repeated, return the mapping itself.
    """
    values = list(positions.values())
    if any(type(each) is not int for each in values) or sorted(values) != [*range(len(values))]:
        return positions
    return sorted(positions, key=lambda name: positions[name])
