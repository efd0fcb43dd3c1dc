"""Removing keys that have their default value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from boardwright.compiler.edit import Json, without
from boardwright.frozen import frozen
from boardwright.schema.document import Board
from boardwright.schema.json_equality import json_equal


@frozen
class Normalisation:
    """A difference between two boards that means nothing to Grafana.

    Attributes:
        name: The name in results.
        reason: Why both boards mean the same to Grafana.
        run: Returns a board without it.
    """

    name: str
    reason: str
    run: Callable[[Board], Board]


def drop_defaults(owner: Json, defaults: Mapping[str, Any]) -> Json:
    """Return an object without the keys that are null or have their default value.

    Objects are compared key by key, and dropped when nothing is left of them. Keys that `defaults`
    does not name stay.
    """
    if owner.keys().isdisjoint(defaults):
        return owner
    for key, value in defaults.items():
        if key in owner and (owner[key] is None or json_equal(owner[key], value)):
            owner = without(owner, key)
        elif value and isinstance(value, dict) and isinstance(owner.get(key), dict):
            inner = drop_defaults(owner[key], value)
            owner = {**owner, key: inner} if inner else without(owner, key)
    return owner
