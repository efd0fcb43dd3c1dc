"""Removes keys that have their default value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from boardwright.compiler.edit import drop_keys
from boardwright.frozen import frozen
from boardwright.schema.document import Board, Json
from boardwright.schema.json_equality import are_json_equal


@frozen
class Normalisation:
    """A difference between the JSON of two boards that has no effect in Grafana.

    Attributes:
        name: Name of the difference in the report of `import`.
        reason: Why the difference has no effect in Grafana.
        run: Function that returns a copy of a board without the difference.
    """

    name: str
    reason: str
    run: Callable[[Board], Board]


def drop_defaults(owner: Json, defaults: Mapping[str, Any]) -> Json:
    """Return an object without the keys in `defaults` that are null or have the default value.

    Nested objects are compared key by key. A nested object is removed if all of its keys are
    removed.
    """
    if owner.keys().isdisjoint(defaults):
        return owner
    for key, value in defaults.items():
        if key in owner and (owner[key] is None or are_json_equal(owner[key], value)):
            owner = drop_keys(owner, key)
        elif value and isinstance(value, dict) and isinstance(owner.get(key), dict):
            inner = drop_defaults(owner[key], value)
            owner = {**owner, key: inner} if inner else drop_keys(owner, key)
    return owner
