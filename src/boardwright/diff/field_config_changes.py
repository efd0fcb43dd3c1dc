"""Finds the changes of a panel's `fieldConfig`, such as units, thresholds and overrides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from boardwright.diff.changes import Change
from boardwright.diff.item_pairing import pair_items
from boardwright.diff.json_changes import ABSENT, Describe, find_nested_changes, find_value_change
from boardwright.schema import editor_words as words
from boardwright.schema.document import Json
from boardwright.schema.field_config import FieldConfig, StoredOverride, Thresholds
from boardwright.schema.json_object import ensure_list, ensure_object, format_pointer

CONFIG = "fieldConfig"
DESCRIBED_SETTINGS: dict[str, tuple[str, Describe]] = {
    "unit": ("unit", words.describe_unit),
    "displayName": ("display name", lambda value: value),
    "noValue": ("text for no value", lambda value: value),
    "decimals": ("decimals", lambda value: value),
}
"""Field setting -> name of the setting in reports, and function that describes the value in words.
"""

LIST_SETTINGS: dict[str, tuple[str, Describe]] = {
    "mappings": ("value mapping", words.describe_mapping),
    "links": ("data link", words.describe_link),
}
"""Field setting whose value is a list -> name of an item, and function that describes the item."""


def find_field_changes(before: Any, after: Any) -> Iterator[Change]:
    """Yield the changes of a panel's `fieldConfig`."""
    first, second = FieldConfig(ensure_object(before)), FieldConfig(ensure_object(after))
    for name in dict.fromkeys((*first.defaults, *second.defaults)):
        old, new = first.defaults.get(name, ABSENT), second.defaults.get(name, ABSENT)
        yield from find_setting_changes(name, old, new, keys=(CONFIG, "defaults", name))
    yield from _find_override_changes(first.overrides, second.overrides)
    yield from find_nested_changes(first.others, second.others, keys=(CONFIG,))


def find_setting_changes(
    name: str, before: Any, after: Any, *, keys: tuple[object, ...], about: str = ""
) -> Iterator[Change]:
    """Yield the changes of one field setting, in `defaults` or in an override."""
    if name == "thresholds":
        sides = Thresholds(ensure_object(before)), Thresholds(ensure_object(after))
        yield from _find_threshold_changes(*sides, keys, about)
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
    """Yield a change for each item that was added to a list, removed from it, or replaced."""
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
    before: Thresholds, after: Thresholds, keys: tuple[object, ...], about: str
) -> Iterator[Change]:
    old, new = (words.describe_thresholds(side) for side in (before, after))
    yield from find_list_changes(
        old,
        new,
        keys=(*keys, "steps"),
        what=_join_names(about, "threshold"),
        describe=lambda text: text,
    )
    about = _join_names(about, "thresholds")
    yield from find_nested_changes(before.others, after.others, keys=keys, about=about)


def _find_override_changes(
    before: Sequence[StoredOverride], after: Sequence[StoredOverride]
) -> Iterator[Change]:
    pairs = pair_items(
        before,
        after,
        lambda each: words.format_json_line(each.raw),
        lambda each: words.format_json_line(each.matcher),
    )
    for index, new in enumerate(after):
        old = next((before[old] for old, match in pairs.items() if match == index), None)
        if old is None:
            yield from _report_override(ABSENT, new.raw, index)
        else:
            yield from _compare_override(old, new, index)
    for index, old in enumerate(before):
        if index not in pairs:
            yield from _report_override(old.raw, ABSENT, index)


def _report_override(before: Any, after: Any, index: int) -> Iterator[Change]:
    """Yield the change of an added or removed override."""
    override = StoredOverride(before if after is ABSENT else after)
    yield from find_value_change(
        before,
        after,
        path=format_pointer(CONFIG, "overrides", index),
        what=_name_override(override),
        describe=_describe_properties,
    )


def _name_override(override: StoredOverride) -> str:
    return f"override of {words.describe_matcher(override.matcher)}"


def _compare_override(
    before: StoredOverride, after: StoredOverride, index: int
) -> Iterator[Change]:
    about, keys = _name_override(after), (CONFIG, "overrides", index)
    first, second = before.properties, after.properties
    for name in dict.fromkeys((*first, *second)):
        old, new = first.get(name, ABSENT), second.get(name, ABSENT)
        yield from find_setting_changes(
            name.removeprefix("custom."), old, new,
            keys=(*keys, "properties", name), about=about,
        )  # fmt: skip
    yield from find_nested_changes(before.others, after.others, keys=keys, about=about)


def _describe_properties(override: Json) -> str:
    """Return the settings of an override in words, such as `unit s, line width 2`."""
    values = StoredOverride(override).properties
    texts = [
        f"{words.describe_keys(name.split('.'))} {words.describe_property(name, values[name])}"
        for name in values
    ]
    return ", ".join(texts) or "nothing"


def _join_names(about: str, what: str) -> str:
    return f"{about} {what}" if about else what
