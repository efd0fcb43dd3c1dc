"""Whether a stored board is what would be sent."""

from __future__ import annotations

from typing import Any

from boardwright.grafana.stored import StoredBoard, without_servers_own
from boardwright.grafana.wanted import WantedBoard


def is_same(stored: StoredBoard, wanted: WantedBoard) -> bool:
    """Return whether saving `wanted` would change neither the board nor its folder."""
    return stored.folder_uid == wanted.folder.uid and same_body(stored, wanted)


def same_body(stored: StoredBoard, wanted: WantedBoard) -> bool:
    """Return whether saving `wanted` would change nothing that anyone sees, folders apart.

    What a server or its editor fills in is no difference. Most boards are as they were sent, which
    their texts tell; only the others are looked into, and brought to their normal form.
    """
    if stored.text == wanted.text:
        return True
    there, sent = stored.own_body, without_servers_own(wanted.body)
    if same_json(there, sent):
        return True
    from boardwright.compiler.normalising import normalised

    return same_json(normalised(there), normalised(sent))


def same_as_read(then: StoredBoard, now: StoredBoard) -> bool:
    """Return whether a board is what was read earlier: version, folder and body."""
    return (then.version, then.folder_uid) == (now.version, now.folder_uid) and same_json(
        then.own_body, now.own_body
    )


def same_json(left: Any, right: Any) -> bool:
    """Return whether JSON is equal: no number is a boolean, all numbers are what a float holds.

    Grafana keeps numbers as 64-bit floats: 9007199254740993 comes back as ...992.
    """
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same_json(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same_json, left, right))
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
