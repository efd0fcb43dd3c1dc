"""Finds the values of a v2 object that are lost when boardwright converts it to v1 and back to v2.

`kept` contains values that v1 cannot store, such as keys of a newer Grafana. `absent` contains
defaults that `write_v2_spec` writes although the original object lacks them. The keys of `kept` and
`absent` are JSON pointers (RFC 6901) to the values. `restore_original` uses `kept` and `absent` to
make the original object from the converted object.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from boardwright.schema.document import ORIGIN, Json
from boardwright.schema.json_equality import are_json_equal
from boardwright.schema.json_object import Pointer, format_pointer, split_pointer

KEPT = "kept"
ABSENT = "absent"
_MISSING = object()


def find_complement(original: Any, written: Any) -> Json:
    """Return the differences `kept` and `absent` between a v2 object and the same object after its
    conversion to v1 and back.

    Args:
        original: The object in the v2 board.
        written: The object after its conversion to v1 and back to v2.
    """
    kept: Json = {}
    absent: Json = {}
    for pointer, one, other in _iter_differences(original, written, ()):
        if one is _MISSING:
            absent[format_pointer(*pointer)] = other
        else:
            kept[format_pointer(*pointer)] = deepcopy(one)
    return {key: value for key, value in ((KEPT, kept), (ABSENT, absent)) if value}


def restore_original(written: Json, extension: Mapping[str, Any]) -> Json:
    """Return the original v2 object: the converted object with the `kept` values and without the
    `absent` defaults.

    The function removes an `absent` value only if the value is still the default.
    """
    kept, absent = extension.get(KEPT) or {}, extension.get(ABSENT) or {}
    if not kept and not absent:
        return written
    if "" in kept:  # the kept value replaces the whole object
        return kept[""]  # type: ignore[no-any-return]
    restored = deepcopy(written)
    for pointer, default in absent.items():
        _remove_default(restored, split_pointer(pointer), default)
    for pointer, value in kept.items():
        _put_value(restored, split_pointer(pointer), deepcopy(value))
    return restored


def _iter_differences(
    original: Any, written: Any, at: Pointer
) -> Iterator[tuple[Pointer, Any, Any]]:
    if isinstance(original, dict) and isinstance(written, dict):
        for key in [*original, *(key for key in written if key not in original)]:
            if key != ORIGIN:
                one, other = original.get(key, _MISSING), written.get(key, _MISSING)
                yield from _iter_differences(one, other, (*at, key))
    elif isinstance(original, list) and isinstance(written, list) and len(original) == len(written):
        for index, (one, other) in enumerate(zip(original, written, strict=True)):
            yield from _iter_differences(one, other, (*at, index))
    elif original is _MISSING or written is _MISSING or not are_json_equal(original, written):
        yield at, original, written


def _remove_default(owner: Any, steps: list[str], default: Any) -> None:
    *parents, last = steps
    for step in parents:
        owner = _find_inner(owner, step)
    if isinstance(owner, dict) and last in owner and are_json_equal(owner[last], default):
        del owner[last]


def _put_value(owner: Any, steps: list[str], value: Any) -> None:
    *parents, last = steps
    for step in parents:
        if isinstance(owner, dict) and not isinstance(owner.get(step), dict | list):
            owner[step] = {}
        owner = _find_inner(owner, step)
    if isinstance(owner, dict):
        owner[last] = value
    elif isinstance(owner, list) and _parse_index(owner, last) is not None:
        owner[int(last)] = value


def _find_inner(owner: Any, step: str) -> Any:
    if isinstance(owner, dict):
        return owner.get(step)
    index = _parse_index(owner, step) if isinstance(owner, list) else None
    return None if index is None else owner[index]


def _parse_index(items: list[Any], step: str) -> int | None:
    return int(step) if step.isdecimal() and int(step) < len(items) else None
