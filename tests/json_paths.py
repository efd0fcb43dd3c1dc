"""Functions for paths in JSON data, and for copies of JSON data with one value changed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

JsonPath = tuple[str | int, ...]
"""Keys and indexes, from the outside in."""


def iter_paths(data: Any, path: JsonPath = ()) -> Iterator[JsonPath]:
    """Yield the path of every value in `data`, outer values before inner ones."""
    items: Any = ()
    if isinstance(data, dict):
        items = data.items()
    elif isinstance(data, list):
        items = enumerate(data)
    for key, item in items:
        yield (*path, key)
        yield from iter_paths(item, (*path, key))


def value_at(data: Any, path: JsonPath) -> Any:
    """Return the value at a path."""
    for key in path:
        data = data[key]
    return data


def with_value(data: Any, path: JsonPath, value: Any) -> Any:
    """Return a copy of `data` in which `value` is at a path."""
    if not path:
        return value
    changed = copy.deepcopy(data)
    value_at(changed, path[:-1])[path[-1]] = value
    return changed


def without_value(data: Any, path: JsonPath) -> Any:
    """Return a copy of `data` that lacks the value at a path."""
    changed = copy.deepcopy(data)
    del value_at(changed, path[:-1])[path[-1]]
    return changed
