"""Taking off what says nothing: keys at the values that they have when nobody wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.compiler.edit import Json, without
from boardwright.schema.json_equality import json_equal


def silent(owner: Json, unsaid: Mapping[str, Any]) -> Json:
    """Return an object without the keys that are at their unsaid value, objects key by key."""
    if owner.keys().isdisjoint(unsaid):
        return owner
    for key, value in unsaid.items():
        if key in owner and _is_unsaid(owner[key], value):
            owner = without(owner, key)
        elif value and isinstance(value, dict) and isinstance(owner.get(key), dict):
            inner = silent(owner[key], value)
            owner = {**owner, key: inner} if inner else without(owner, key)
    return owner


def _is_unsaid(value: Any, unsaid: Any) -> bool:
    """Return whether a value is the default, or null."""
    return value is None or json_equal(value, unsaid)
