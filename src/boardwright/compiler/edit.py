"""Reads and changes nested JSON. The functions return changed copies of their arguments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isfinite
from typing import Any

from boardwright.schema.document import Json
from boardwright.schema.json_object import ensure_object


def get_value(data: Any, *path: str) -> Any:
    """Return the value at a path of keys, or None if one of the keys is missing."""
    for key in path:
        if not isinstance(data, dict):
            return None
        data = data.get(key)
    return data


def put_value(data: Json, path: Iterable[str], value: Any) -> Json:
    """Return a copy of `data` with `value` at a path of keys. Missing objects are created."""
    first, *rest = path
    if not rest:
        return {**data, first: value}
    return {**data, first: put_value(ensure_object(data.get(first)), rest, value)}


def drop_keys(data: Json, *keys: str) -> Json:
    """Return a copy of `data` without these keys, or `data` itself if it has none of them."""
    if data.keys().isdisjoint(keys):
        return data
    rest = data.copy()
    for key in keys:
        rest.pop(key, None)
    return rest


def drop_value(data: Json, path: Iterable[str]) -> Json:
    """Return a copy of `data` without the value at the path, or `data` itself if it is missing."""
    first, *rest = path
    if first not in data:
        return data
    if not rest:
        return drop_keys(data, first)
    inner = data[first]
    if not isinstance(inner, dict):
        return data
    changed = drop_value(inner, rest)
    return data if changed is inner else {**data, first: changed}


def merge_objects(under: Mapping[str, Any], over: Mapping[str, Any]) -> Json:
    """Return a deep merge of two objects. The value of `over` wins if both have a key."""
    result = dict(under)
    for key, value in over.items():
        below = result.get(key)
        both = isinstance(below, dict) and isinstance(value, dict)
        result[key] = merge_objects(below, value) if both else value  # type: ignore[arg-type]
    return result


def drop_none(**values: Any) -> Json:
    """Return the keyword arguments that are not None, as an object."""
    return {key: value for key, value in values.items() if value is not None}


def list_objects(value: Any) -> list[Json]:
    """Return the items of a list that are JSON objects; an empty list if `value` is not a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def split_words(text: str) -> tuple[str, ...]:
    """Return the words of a text."""
    return tuple(text.split())


def parse_number(value: Any) -> float | int | None:
    """Return a number, or a text such as `"80"`, as an int or float.

    Whole numbers become ints. Infinity, NaN and all other values become None.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _drop_fraction(value)
    return _parse_text_number(value) if isinstance(value, str) else None


def _parse_text_number(text: str) -> float | int | None:
    try:
        return _drop_fraction(float(text))
    except ValueError:
        return None


def _drop_fraction(value: float) -> float | int | None:
    """Return a whole number as an int; None for infinity and NaN."""
    try:
        if not isfinite(value):
            return None
    except OverflowError:
        return None
    return int(value) if value == int(value) else value
