"""Compares JSON values as Grafana does. Grafana stores every number as a 64-bit float."""

from __future__ import annotations

from typing import Any


def are_json_equal(one: Any, other: Any) -> bool:
    """Return whether Grafana treats two JSON values as equal.

    1 equals 1.0. 9007199254740993 equals 9007199254740992, because a 64-bit float cannot represent
    the first number. True does not equal 1, and null does not equal a missing key.
    """
    if one is other:
        return True
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(
            are_json_equal(one[key], other[key]) for key in one
        )
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(are_json_equal, one, other))
    if _is_number(one) and _is_number(other):
        return _as_float(one) == _as_float(other)
    return type(one) is type(other) and bool(one == other)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return value  # Grafana rejects an integer beyond the largest float
