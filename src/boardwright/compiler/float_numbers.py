"""Converts numbers in JSON as Grafana stores them: as 64-bit floats, with 80.0 written as 80."""

from __future__ import annotations

from typing import Any

EXACT = 1 << 53
"""A 64-bit float represents every whole number up to this limit exactly."""


def as_floats(value: Any) -> Any:
    """Return JSON data with numbers rounded to 64-bit floats, and 80.0 converted to 80."""
    kind = type(value)
    if kind is dict:
        return {key: as_floats(item) for key, item in value.items()}
    if kind is list:
        return [as_floats(item) for item in value]
    if kind is float:
        return int(value) if value.is_integer() else value
    if kind is int and not -EXACT <= value <= EXACT:
        return _round_number(value)
    return value


def drop_fractions(value: Any) -> Any:
    """Return JSON data in which whole floats up to 2^53 are integers: 80.0 becomes 80."""
    if isinstance(value, dict):
        return {key: drop_fractions(item) for key, item in value.items()}
    if isinstance(value, list):
        return [drop_fractions(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) <= EXACT:
        return int(value)
    return value


def _round_number(value: int) -> int:
    try:
        return int(float(value))
    except OverflowError:
        return value
