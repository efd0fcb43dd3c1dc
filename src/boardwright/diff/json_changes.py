"""Compares two JSON values, and yields one change for each string, number or list that differs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from boardwright.diff.changes import Change
from boardwright.schema.editor_words import describe_keys
from boardwright.schema.json_equality import are_json_equal
from boardwright.schema.json_object import format_pointer

ABSENT: Any = object()
"""The value to report for a key that a JSON object does not have."""

Describe = Callable[[Any], Any]
"""A function that describes a value in words."""


def find_value_change(
    before: Any, after: Any, *, path: str, what: str, describe: Describe = lambda value: value
) -> Iterator[Change]:
    """Yield one change if the old and the new value differ.

    Args:
        before: The old value, or `ABSENT` if the value is new.
        after: The new value, or `ABSENT` if the value was removed.
        path: JSON pointer to the value.
        what: Name of the value in words.
        describe: Function that describes a value in words.
    """
    if before is ABSENT and after is not ABSENT:
        yield Change(kind="added", path=path, what=what, after=describe(after))
    elif after is ABSENT and before is not ABSENT:
        yield Change(kind="removed", path=path, what=what, before=describe(before))
    elif before is not after and not are_json_equal(before, after):
        old, new = describe(before), describe(after)
        if are_json_equal(old, new):  # the descriptions are equal although the values differ
            old, new = before, after
        yield Change(kind="changed", path=path, what=what, before=old, after=new)


def iter_changed_keys(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    first: Sequence[str],
    elsewhere: Collection[str] = (),
) -> Iterator[tuple[str, Any, Any]]:
    """Yield each key whose value changed, with the old and the new value.

    The old value of an added key is `ABSENT`, and so is the new value of a removed key.

    Args:
        before: The old object.
        after: The new object.
        first: Keys that are yielded first, in this order. All other keys follow in alphabetical
            order.
        elsewhere: Keys that are skipped because another function compares them.
    """
    keys = [key for key in first if key in before or key in after]
    keys += sorted((before.keys() | after.keys()) - set(elsewhere) - set(first))
    for key in keys:
        old, new = before.get(key, ABSENT), after.get(key, ABSENT)
        if old is ABSENT or new is ABSENT or not are_json_equal(old, new):
            yield key, old, new


def find_nested_changes(
    before: Any, after: Any, *, keys: Sequence[object], about: str = "", words: Sequence[str] = ()
) -> Iterator[Change]:
    """Yield a change for each string, number or list that differs, at any depth of a JSON value.

    Args:
        before: The old JSON value, or `ABSENT` if the value is new.
        after: The new JSON value, or `ABSENT` if the value was removed.
        keys: Keys and list indexes that lead to the value, for the JSON pointer of the change.
        about: Name of the object that contains the value in words, such as `query A`.
        words: The last keys of `keys`, which name the value in the report.
    """
    if before is after or (
        before is not ABSENT and after is not ABSENT and are_json_equal(before, after)
    ):
        return
    if _have_keys(before, after):
        for key in _merge_keys(before, after):
            yield from find_nested_changes(
                _get_item(before, key), _get_item(after, key),
                keys=(*keys, key), about=about, words=(*words, key),
            )  # fmt: skip
        return
    what = " ".join(part for part in (about, describe_keys(words)) if part)
    yield from find_value_change(before, after, path=format_pointer(*keys), what=what or "value")


def _have_keys(before: Any, after: Any) -> bool:
    """Return whether the changes of two values can be reported key by key."""
    values = [value for value in (before, after) if value is not ABSENT]
    return all(isinstance(value, dict) for value in values) and any(values)


def _merge_keys(before: Any, after: Any) -> list[str]:
    first = list(before) if isinstance(before, dict) else []
    second = list(after) if isinstance(after, dict) else []
    return list(dict.fromkeys((*first, *second)))


def _get_item(value: Any, key: str) -> Any:
    return value.get(key, ABSENT) if isinstance(value, dict) else ABSENT
