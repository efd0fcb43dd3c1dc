"""Taking off what says nothing: keys at the values that they have when nobody wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.compiler.edit import Json, without


def silent(owner: Json, unsaid: Mapping[str, Any]) -> Json:
    """Return an object without the keys that are at their unsaid value, objects key by key."""
    if owner.keys().isdisjoint(unsaid):
        return owner
    for key, value in unsaid.items():
        if key in owner and _is_same(owner[key], value):
            owner = without(owner, key)
        elif value and isinstance(value, dict) and isinstance(owner.get(key), dict):
            inner = silent(owner[key], value)
            owner = {**owner, key: inner} if inner else without(owner, key)
    return owner


def _is_same(value: Any, unsaid: Any) -> bool:
    """Tell whether a value is the unsaid one; 0 is not false, and null says nothing anywhere."""
    return value is None or (
        value == unsaid and isinstance(value, bool) == isinstance(unsaid, bool)
    )
