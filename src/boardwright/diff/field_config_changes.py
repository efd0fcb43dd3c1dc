"""Finds the changes of a panel's field settings, such as units, thresholds, value mappings and
overrides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardwright.diff import editor_words as words
from boardwright.diff.changes import Change
from boardwright.diff.item_pairing import pair_items
from boardwright.diff.json_changes import ABSENT, Describe, nested_changes, value_change

CONFIG = "fieldConfig"
WORDED: dict[str, tuple[str, Describe]] = {
    "unit": ("unit", words.unit),
    "displayName": ("display name", lambda value: value),
    "noValue": ("text for no value", lambda value: value),
    "decimals": ("decimals", lambda value: value),
}
"""Settings that have a name and a description in this module."""

LISTS: dict[str, tuple[str, Describe]] = {
    "mappings": ("value mapping", words.mapping),
    "links": ("data link", words.link),
}
"""Settings whose values are lists."""


def field_changes(before: Any, after: Any) -> Iterator[Change]:
    """Yield the changes of a panel's `fieldConfig`."""
    first, second = _object(before), _object(after)
    yield from _settings(
        _object(first.get("defaults")), _object(second.get("defaults")), (CONFIG, "defaults"), ""
    )
    yield from _overrides(first.get("overrides"), second.get("overrides"))
    rest = ("defaults", "overrides")
    yield from nested_changes(_without(first, rest), _without(second, rest), keys=(CONFIG,))


def _settings(
    before: dict[str, Any], after: dict[str, Any], keys: tuple[object, ...], about: str
) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key, ABSENT), after.get(key, ABSENT)
        yield from setting(key, old, new, keys=(*keys, key), about=about)


def setting(
    name: str, before: Any, after: Any, *, keys: tuple[object, ...], about: str = ""
) -> Iterator[Change]:
    """Yield the changes of one field setting, in the defaults or in an override."""
    if name == "thresholds":
        yield from _thresholds(_object(before), _object(after), keys, about)
    elif name in LISTS:
        noun, worded = LISTS[name]
        yield from list_changes(before, after, keys=keys, what=_about(about, noun), describe=worded)
    elif name in WORDED:
        what, describe = WORDED[name]
        yield from value_change(
            before, after, path=words.pointer(*keys), what=_about(about, what), describe=describe
        )
    else:
        yield from nested_changes(before, after, keys=keys, about=about, words=name.split("."))


def list_changes(
    before: Any, after: Any, *, keys: tuple[object, ...], what: str, describe: Describe
) -> Iterator[Change]:
    """Yield a change for each item of a list that was added, removed, or replaced at the same
    index.
    """
    first, second = _list(before), _list(after)
    same = pair_items(first, second, words.compact)
    removed = [index for index in range(len(first)) if index not in same]
    added = [index for index in range(len(second)) if index not in same.values()]
    for place in range(max(len(removed), len(added))):
        old = first[removed[place]] if place < len(removed) else ABSENT
        new = second[added[place]] if place < len(added) else ABSENT
        index = added[place] if place < len(added) else removed[place]
        yield from value_change(
            old, new, path=words.pointer(*keys, index), what=what, describe=describe
        )
    if not removed and not added and first != second:
        texts = [" · ".join(str(describe(item)) for item in items) for items in (first, second)]
        yield from value_change(*texts, path=words.pointer(*keys), what=f"order of {what}s")


def _thresholds(
    before: dict[str, Any], after: dict[str, Any], keys: tuple[object, ...], about: str
) -> Iterator[Change]:
    mode = str(before.get("mode")), str(after.get("mode"))
    old = [words.step(step, mode[0]) for step in _list(before.get("steps"))]
    new = [words.step(step, mode[1]) for step in _list(after.get("steps"))]
    yield from list_changes(
        old, new, keys=(*keys, "steps"), what=_about(about, "threshold"), describe=lambda text: text
    )
    rest = _without(before, ("steps",)), _without(after, ("steps",))
    yield from nested_changes(*rest, keys=keys, about=_about(about, "thresholds"))


def _overrides(before: Any, after: Any) -> Iterator[Change]:
    first, second = _list(before), _list(after)
    pairs = pair_items(first, second, words.compact, _matcher)
    for index, new in enumerate(second):
        old = next((first[old] for old, match in pairs.items() if match == index), ABSENT)
        yield from _override(old, new, index)
    for index, old in enumerate(first):
        if index not in pairs:
            yield from _override(old, ABSENT, index)


def _matcher(override: Any) -> str:
    return words.compact(override.get("matcher")) if isinstance(override, dict) else ""


def _override(before: Any, after: Any, index: int) -> Iterator[Change]:
    some = before if after is ABSENT else after
    about = f"override of {words.matcher(_object(some).get('matcher'))}"
    keys = (CONFIG, "overrides", index)
    if before is ABSENT or after is ABSENT:
        yield from value_change(
            before, after, path=words.pointer(*keys), what=about, describe=_properties
        )
        return
    first, second = _by_id(before), _by_id(after)
    for name in dict.fromkeys((*first, *second)):
        old, new = first.get(name, ABSENT), second.get(name, ABSENT)
        yield from setting(
            name.removeprefix("custom."), old, new,
            keys=(*keys, "properties", name), about=about,
        )  # fmt: skip
    rest = [_without(_object(side), ("properties",)) for side in (before, after)]
    yield from nested_changes(*rest, keys=keys, about=about)


def _by_id(override: Any) -> dict[str, Any]:
    properties = _list(_object(override).get("properties"))
    return {str(item.get("id")): item.get("value") for item in properties if isinstance(item, dict)}


def _properties(override: Any) -> str:
    """Return the settings that an override makes: `unit s, line width 2`."""
    values = _by_id(override)
    texts = [
        f"{words.words_of(name.split('.'))} {words.describe_property(name, values[name])}"
        for name in values
    ]
    return ", ".join(texts) or "nothing"


def _about(about: str, what: str) -> str:
    return f"{about} {what}" if about else what


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _without(owner: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in owner.items() if key not in keys}
