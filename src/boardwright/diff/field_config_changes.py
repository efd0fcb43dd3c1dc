"""Finds the changes of a panel's field settings, such as units, thresholds, value mappings and
overrides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardwright.compiler.edit import drop_keys
from boardwright.diff import editor_words as words
from boardwright.diff.changes import Change
from boardwright.diff.item_pairing import pair_items
from boardwright.diff.json_changes import ABSENT, Describe, find_nested_changes, find_value_change
from boardwright.schema.json_object import ensure_list, ensure_object, format_pointer

CONFIG = "fieldConfig"
DESCRIBED_SETTINGS: dict[str, tuple[str, Describe]] = {
    "unit": ("unit", words.describe_unit),
    "displayName": ("display name", lambda value: value),
    "noValue": ("text for no value", lambda value: value),
    "decimals": ("decimals", lambda value: value),
}
"""Key of a setting -> name of the setting, and function that describes the value in words."""

LIST_SETTINGS: dict[str, tuple[str, Describe]] = {
    "mappings": ("value mapping", words.describe_mapping),
    "links": ("data link", words.describe_link),
}
"""Key of a setting whose value is a list -> name of an item, and function that describes the item.
"""


def find_field_changes(before: Any, after: Any) -> Iterator[Change]:
    """Yield the changes of a panel's `fieldConfig`."""
    first, second = ensure_object(before), ensure_object(after)
    yield from _find_default_changes(
        ensure_object(first.get("defaults")), ensure_object(second.get("defaults"))
    )
    yield from _find_override_changes(first.get("overrides"), second.get("overrides"))
    rest = ("defaults", "overrides")
    yield from find_nested_changes(
        drop_keys(first, *rest), drop_keys(second, *rest), keys=(CONFIG,)
    )


def _find_default_changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key, ABSENT), after.get(key, ABSENT)
        yield from find_setting_changes(key, old, new, keys=(CONFIG, "defaults", key))


def find_setting_changes(
    name: str, before: Any, after: Any, *, keys: tuple[object, ...], about: str = ""
) -> Iterator[Change]:
    """Yield the changes of one field setting, in the defaults or in an override."""
    if name == "thresholds":
        yield from _find_threshold_changes(ensure_object(before), ensure_object(after), keys, about)
    elif name in LIST_SETTINGS:
        noun, describe_item = LIST_SETTINGS[name]
        yield from find_list_changes(
            before, after, keys=keys, what=_join_names(about, noun), describe=describe_item
        )
    elif name in DESCRIBED_SETTINGS:
        what, describe = DESCRIBED_SETTINGS[name]
        yield from find_value_change(
            before,
            after,
            path=format_pointer(*keys),
            what=_join_names(about, what),
            describe=describe,
        )
    else:
        yield from find_nested_changes(before, after, keys=keys, about=about, words=name.split("."))


def find_list_changes(
    before: Any, after: Any, *, keys: tuple[object, ...], what: str, describe: Describe
) -> Iterator[Change]:
    """Yield a change for each item of a list that was added, removed, or replaced at the same
    index.
    """
    first, second = ensure_list(before), ensure_list(after)
    pairs = pair_items(first, second, words.format_json_line)
    removed = [index for index in range(len(first)) if index not in pairs]
    added = [index for index in range(len(second)) if index not in pairs.values()]
    for place in range(max(len(removed), len(added))):
        old = first[removed[place]] if place < len(removed) else ABSENT
        new = second[added[place]] if place < len(added) else ABSENT
        index = added[place] if place < len(added) else removed[place]
        yield from find_value_change(
            old, new, path=format_pointer(*keys, index), what=what, describe=describe
        )
    if not removed and not added and first != second:
        texts = [" · ".join(str(describe(item)) for item in items) for items in (first, second)]
        yield from find_value_change(*texts, path=format_pointer(*keys), what=f"order of {what}s")


def _find_threshold_changes(
    before: dict[str, Any], after: dict[str, Any], keys: tuple[object, ...], about: str
) -> Iterator[Change]:
    mode = str(before.get("mode")), str(after.get("mode"))
    old = [words.describe_threshold(step, mode[0]) for step in ensure_list(before.get("steps"))]
    new = [words.describe_threshold(step, mode[1]) for step in ensure_list(after.get("steps"))]
    yield from find_list_changes(
        old,
        new,
        keys=(*keys, "steps"),
        what=_join_names(about, "threshold"),
        describe=lambda text: text,
    )
    rest = drop_keys(before, "steps"), drop_keys(after, "steps")
    yield from find_nested_changes(*rest, keys=keys, about=_join_names(about, "thresholds"))


def _find_override_changes(before: Any, after: Any) -> Iterator[Change]:
    first, second = ensure_list(before), ensure_list(after)
    pairs = pair_items(first, second, words.format_json_line, _read_matcher)
    for index, new in enumerate(second):
        old = next((first[old] for old, match in pairs.items() if match == index), ABSENT)
        yield from _compare_override(old, new, index)
    for index, old in enumerate(first):
        if index not in pairs:
            yield from _compare_override(old, ABSENT, index)


def _read_matcher(override: Any) -> str:
    return words.format_json_line(override.get("matcher")) if isinstance(override, dict) else ""


def _compare_override(before: Any, after: Any, index: int) -> Iterator[Change]:
    override = before if after is ABSENT else after
    about = f"override of {words.describe_matcher(ensure_object(override).get('matcher'))}"
    keys = (CONFIG, "overrides", index)
    if before is ABSENT or after is ABSENT:
        yield from find_value_change(
            before,
            after,
            path=format_pointer(*keys),
            what=about,
            describe=_describe_properties,
        )
        return
    first, second = _read_properties(before), _read_properties(after)
    for name in dict.fromkeys((*first, *second)):
        old, new = first.get(name, ABSENT), second.get(name, ABSENT)
        yield from find_setting_changes(
            name.removeprefix("custom."), old, new,
            keys=(*keys, "properties", name), about=about,
        )  # fmt: skip
    rest = [drop_keys(ensure_object(side), "properties") for side in (before, after)]
    yield from find_nested_changes(*rest, keys=keys, about=about)


def _read_properties(override: Any) -> dict[str, Any]:
    properties = ensure_list(ensure_object(override).get("properties"))
    return {str(item.get("id")): item.get("value") for item in properties if isinstance(item, dict)}


def _describe_properties(override: Any) -> str:
    """Return the settings that an override makes: `unit s, line width 2`."""
    values = _read_properties(override)
    texts = [
        f"{words.describe_keys(name.split('.'))} {words.describe_property(name, values[name])}"
        for name in values
    ]
    return ", ".join(texts) or "nothing"


def _join_names(about: str, what: str) -> str:
    return f"{about} {what}" if about else what
