"""Changes of what a panel says of its fields: units, thresholds, mappings, overrides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardwright.diff import editor_words as words
from boardwright.diff.changes import Change
from boardwright.diff.item_pairing import paired
from boardwright.diff.json_changes import ABSENT, Said, change, leaves

CONFIG = "fieldConfig"
WORDED: dict[str, tuple[str, Said]] = {
    "unit": ("unit", words.unit),
    "displayName": ("display name", lambda value: value),
    "noValue": ("text for no value", lambda value: value),
    "decimals": ("decimals", lambda value: value),
}
"""Settings that are said in words of their own."""

LISTS: dict[str, tuple[str, Said]] = {
    "mappings": ("value mapping", words.mapping),
    "links": ("data link", words.link),
}
"""Settings that are lists."""


def field_changes(before: Any, after: Any) -> Iterator[Change]:
    """Yield the changes of a panel's `fieldConfig`."""
    first, second = _object(before), _object(after)
    yield from _settings(
        _object(first.get("defaults")), _object(second.get("defaults")), (CONFIG, "defaults"), ""
    )
    yield from _overrides(first.get("overrides"), second.get("overrides"))
    rest = ("defaults", "overrides")
    yield from leaves(_without(first, rest), _without(second, rest), keys=(CONFIG,))


def _settings(
    before: dict[str, Any], after: dict[str, Any], keys: tuple[object, ...], about: str
) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key, ABSENT), after.get(key, ABSENT)
        yield from setting(key, old, new, keys=(*keys, key), about=about)


def setting(
    name: str, before: Any, after: Any, *, keys: tuple[object, ...], about: str = ""
) -> Iterator[Change]:
    """Yield the changes of one setting of fields, of all or of an override."""
    if name == "thresholds":
        yield from _thresholds(_object(before), _object(after), keys, about)
    elif name in LISTS:
        noun, worded = LISTS[name]
        yield from listed(before, after, keys=keys, what=_about(about, noun), said=worded)
    elif name in WORDED:
        what, said = WORDED[name]
        yield from change(
            before, after, path=words.pointer(*keys), what=_about(about, what), said=said
        )
    else:
        yield from leaves(before, after, keys=keys, about=about, words=name.split("."))


def listed(
    before: Any, after: Any, *, keys: tuple[object, ...], what: str, said: Said
) -> Iterator[Change]:
    """Yield the changes of a list: items that came, went or, at one place, became others."""
    first, second = _list(before), _list(after)
    same = paired(first, second, words.compact)
    gone = [index for index in range(len(first)) if index not in same]
    come = [index for index in range(len(second)) if index not in same.values()]
    for place in range(max(len(gone), len(come))):
        old = first[gone[place]] if place < len(gone) else ABSENT
        new = second[come[place]] if place < len(come) else ABSENT
        index = come[place] if place < len(come) else gone[place]
        yield from change(old, new, path=words.pointer(*keys, index), what=what, said=said)
    if not gone and not come and first != second:
        texts = [" · ".join(str(said(item)) for item in items) for items in (first, second)]
        yield from change(*texts, path=words.pointer(*keys), what=f"order of {what}s")


def _thresholds(
    before: dict[str, Any], after: dict[str, Any], keys: tuple[object, ...], about: str
) -> Iterator[Change]:
    mode = str(before.get("mode")), str(after.get("mode"))
    old = [words.step(step, mode[0]) for step in _list(before.get("steps"))]
    new = [words.step(step, mode[1]) for step in _list(after.get("steps"))]
    yield from listed(
        old, new, keys=(*keys, "steps"), what=_about(about, "threshold"), said=lambda text: text
    )
    rest = _without(before, ("steps",)), _without(after, ("steps",))
    yield from leaves(*rest, keys=keys, about=_about(about, "thresholds"))


def _overrides(before: Any, after: Any) -> Iterator[Change]:
    first, second = _list(before), _list(after)
    pairs = paired(first, second, words.compact, _matcher)
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
        yield from change(before, after, path=words.pointer(*keys), what=about, said=_properties)
        return
    first, second = _by_id(before), _by_id(after)
    for name in dict.fromkeys((*first, *second)):
        old, new = first.get(name, ABSENT), second.get(name, ABSENT)
        yield from setting(
            name.removeprefix("custom."), old, new,
            keys=(*keys, "properties", name), about=about,
        )  # fmt: skip
    rest = [_without(_object(side), ("properties",)) for side in (before, after)]
    yield from leaves(*rest, keys=keys, about=about)


def _by_id(override: Any) -> dict[str, Any]:
    properties = _list(_object(override).get("properties"))
    return {str(item.get("id")): item.get("value") for item in properties if isinstance(item, dict)}


def _properties(override: Any) -> str:
    """Return what an override sets: `unit s, line width 2`."""
    said = _by_id(override)
    texts = [f"{words.words_of(name.split('.'))} {_value(name, said[name])}" for name in said]
    return ", ".join(texts) or "nothing"


def _value(name: str, value: Any) -> str:
    if name == "color" and isinstance(value, dict):
        return str(value.get("fixedColor") or value.get("mode"))
    return words.compact(words.unit(value) if name == "unit" else value)


def _about(about: str, what: str) -> str:
    return f"{about} {what}" if about else what


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _without(owner: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in owner.items() if key not in keys}
