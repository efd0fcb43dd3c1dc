"""Converts JSON objects to leaves and back. A leaf is a value that is not an object, together with
the keys that lead to the value (the path). A list is a single leaf.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from boardwright.schema.document import Json
from boardwright.schema.json_equality import are_json_equal

LeafPath = tuple[str, ...]
Leaves = Mapping[LeafPath, Any]


def collect_leaves(data: Json) -> dict[LeafPath, Any]:
    """Return a dict from the path of each leaf of an object to the value. An empty object is a
    leaf, too.
    """
    return dict(_iter_leaves(data, ()))


def _iter_leaves(data: Json, path: LeafPath) -> Iterator[tuple[LeafPath, Any]]:
    for key, value in data.items():
        if isinstance(value, dict) and value:
            yield from _iter_leaves(value, (*path, key))
        else:
            yield (*path, key), value


def find_different_leaves(data: Json, base: Json) -> dict[LeafPath, Any]:
    """Return the leaves of `data` that differ from `base`. A leaf that only `base` has is returned
    with the value None.
    """
    own, others = collect_leaves(data), collect_leaves(base)
    different = {
        path: value
        for path, value in own.items()
        if path not in others or not are_json_equal(value, others[path])
    }
    removed = {path: None for path in others if path not in own and not _is_covered(path, own)}
    return different | removed


def _is_covered(path: LeafPath, own: Leaves) -> bool:
    """Return whether a path begins with the path of a leaf, or the path of a leaf begins with this
    path.
    """
    inside = any(path[:end] in own for end in range(1, len(path)))
    return inside or any(each[: len(path)] == path for each in own)


def build_object(leaves: Leaves) -> Json:
    """Return the object that consists of these leaves."""
    data: Json = {}
    for path, value in leaves.items():
        inner = data
        for key in path[:-1]:
            inner = inner.setdefault(key, {})
        inner[path[-1]] = value
    return data
