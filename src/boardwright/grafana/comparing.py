"""Whether a stored board is what would be sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.grafana.stored import StoredBoard
from boardwright.grafana.wanted import WantedBoard

SERVERS_OWN = frozenset({"id", "version"})
"""Keys of a board that Grafana sets on each save."""


def is_same(stored: StoredBoard, wanted: WantedBoard) -> bool:
    """Return whether saving `wanted` would change neither the board nor its folder."""
    return stored.folder_uid == wanted.folder.uid and same_body(stored, wanted)


def same_body(stored: StoredBoard, wanted: WantedBoard) -> bool:
    """Return whether saving `wanted` would not change the board, wherever it is."""
    return _same(_own(stored.body), _own({**wanted.body, "uid": wanted.uid}))


def _own(body: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in SERVERS_OWN}


def _same(left: Any, right: Any) -> bool:
    """Equality of JSON: no number is a boolean, and all numbers are what a float holds.

    Grafana keeps numbers as 64-bit floats: 9007199254740993 comes back as ...992.
    """
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    if _is_number(left) and _is_number(right):
        return _as_float(left) == _as_float(right)
    return type(left) is type(right) and bool(left == right)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _as_float(value: float) -> float | int:
    try:
        return float(value)
    except OverflowError:
        return value
