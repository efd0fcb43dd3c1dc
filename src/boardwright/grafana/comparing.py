"""Whether a stored board is what would be sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.grafana.stored import StoredBoard
from boardwright.grafana.wanted import WantedBoard
from boardwright.schema.canonical import canonical_json

SERVERS_OWN = frozenset({"id", "version"})
"""Keys of a board that Grafana sets on each save."""


def is_same(stored: StoredBoard, wanted: WantedBoard) -> bool:
    """Return whether saving `wanted` would change neither the board nor its folder."""
    return stored.folder_uid == wanted.folder.uid and same_body(stored, wanted)


def same_body(stored: StoredBoard, wanted: WantedBoard) -> bool:
    """Return whether saving `wanted` would change nothing that anyone sees, folders apart.

    What a server or its editor fills in is no difference. Most boards are as they were sent, and
    need no more than a look; only the others are brought to their normal form.
    """
    there, sent = _own(stored.body), _own({**wanted.body, "uid": wanted.uid})
    if _same_text(there, sent) or same_json(there, sent):
        return True
    from boardwright.compile.normalising import normalised

    return same_json(normalised(there), normalised(sent))


def same_as_read(then: StoredBoard, now: StoredBoard) -> bool:
    """Return whether a board is what was read earlier: version, folder and body."""
    return (then.version, then.folder_uid) == (now.version, now.folder_uid) and same_json(
        _own(then.body), _own(now.body)
    )


def _own(body: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in SERVERS_OWN}


def _same_text(left: Any, right: Any) -> bool:
    """Whether both have one text: true of most boards, and told a hundred times as fast."""
    return canonical_json(left) == canonical_json(right)


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
