"""Numbers as Grafana keeps them: 64-bit floats, written without a fraction where there is none."""

from __future__ import annotations

from typing import Any

EXACT = 1 << 53
"""Whole numbers up to this are floats as they are."""


def floats(value: Any) -> Any:
    """Return JSON data with every number as a 64-bit float holds it."""
    kind = type(value)
    if kind is dict:
        return {key: floats(item) for key, item in value.items()}
    if kind is list:
        return [floats(item) for item in value]
    if kind is float:
        return int(value) if value.is_integer() else value
    if kind is int and not -EXACT <= value <= EXACT:
        return _rounded(value)
    return value


def _rounded(value: int) -> int:
    try:
        return int(float(value))
    except OverflowError:
        return value
