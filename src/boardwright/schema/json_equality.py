"""Whether two JSON values are equal for Grafana, which keeps every number as a 64-bit float."""

from __future__ import annotations

from typing import Any


def json_equal(one: Any, other: Any) -> bool:
    """Return whether two JSON values are equal.

    1 and 1.0 are one number; so are 9007199254740993 and 9007199254740992, since a 64-bit float
    cannot hold the first. True is not 1, and null is not a missing key.
    """
    if one is other:
        return True
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(json_equal(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(json_equal, one, other))
    if _is_number(one) and _is_number(other):
        return _as_float(one) == _as_float(other)
    return type(one) is type(other) and bool(one == other)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return value  # an integer beyond the largest float: Grafana refuses it
