"""Finds the changes of a board's settings, such as title, variables, annotations and links."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from boardwright.compiler.edit import list_objects
from boardwright.diff.changes import Change
from boardwright.diff.extension_changes import find_extension_changes
from boardwright.diff.field_config_changes import find_list_changes
from boardwright.diff.item_pairing import pair_items
from boardwright.diff.json_changes import (
    ABSENT,
    find_nested_changes,
    find_value_change,
    iter_changed_keys,
)
from boardwright.schema import editor_words as words
from boardwright.schema.document import Board, Json
from boardwright.schema.extension import EXTENSION
from boardwright.schema.json_object import format_pointer

ELSEWHERE = frozenset({"panels"})
"""Keys that other modules compare."""

FIRST = ("title", "uid", "description", "tags", "time", "refresh", "templating", "annotations")
"""Keys whose changes come first, in this order; all other keys follow in alphabetical order."""


def find_board_setting_changes(before: Board, after: Board) -> Iterator[Change]:
    """Yield the changes of all settings of a board except its panels."""
    for key, old, new in iter_changed_keys(before, after, first=FIRST, elsewhere=ELSEWHERE):
        yield from _find_key_changes(key, old, new)


def _find_key_changes(key: str, old: Any, new: Any) -> Iterator[Change]:
    if key == "tags":
        yield from find_list_changes(old, new, keys=(key,), what="tag", describe=lambda tag: tag)
    elif key == "links":
        yield from find_list_changes(
            old, new, keys=(key,), what="link", describe=words.describe_link
        )
    elif key == EXTENSION:
        yield from find_extension_changes(old, new)
    elif key == "time":
        yield from find_value_change(
            old,
            new,
            path=format_pointer(key),
            what="time range",
            describe=words.describe_range,
        )
    elif key == "templating":
        yield from _find_item_changes(old, new, key, "variable", words.describe_variable)
    elif key == "annotations":
        yield from _find_item_changes(old, new, key, "annotation", words.describe_annotation)
    else:
        yield from find_nested_changes(old, new, keys=(key,), words=(key,))


def _find_item_changes(
    old: Any, new: Any, key: str, noun: str, describe: Callable[[Json], str]
) -> Iterator[Change]:
    """Yield the changes of a list of variables or annotations, whose names identify the items."""
    first, second = _list_items(old), _list_items(new)
    pairs = pair_items(first, second, lambda item: str(item.get("name")))
    back = {after: before for before, after in pairs.items()}
    for index, item in enumerate(second):
        about, keys = f"{noun} {item.get('name')}", (key, "list", index)
        if index not in back:
            yield from find_value_change(
                ABSENT, item, path=format_pointer(*keys), what=about, describe=describe
            )
        else:
            yield from _compare_item(first[back[index]], item, keys, about)
    for index, item in enumerate(first):
        if index not in pairs:
            about, path = f"{noun} {item.get('name')}", format_pointer(key, "list", index)
            yield from find_value_change(item, ABSENT, path=path, what=about, describe=describe)
    yield from _find_order_change(first, second, pairs, key, noun)
    rest = [
        {name: value for name, value in side.items() if name != "list"}
        if isinstance(side, dict) else ABSENT
        for side in (old, new)
    ]  # fmt: skip
    yield from find_nested_changes(*rest, keys=(key,), words=(key,))


def _compare_item(
    before: Json, after: Json, keys: tuple[object, ...], about: str
) -> Iterator[Change]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, ABSENT), after.get(name, ABSENT)
        path = format_pointer(*keys, name)
        if name == "datasource":
            what = f"{about} data source"
            yield from find_value_change(
                old, new, path=path, what=what, describe=words.describe_data_source
            )
        elif name == "current":
            yield from find_value_change(
                old, new, path=path, what=f"{about} choice", describe=words.describe_choice
            )
        else:
            names = () if name in ("query", "expr") else (name,)
            yield from find_nested_changes(old, new, keys=(*keys, name), about=about, words=names)


def _find_order_change(
    first: list[Json],
    second: list[Json],
    pairs: dict[int, int],
    key: str,
    noun: str,
) -> Iterator[Change]:
    indexes = [pairs[index] for index in range(len(first)) if index in pairs]
    if indexes != sorted(indexes):
        names = [", ".join(str(item.get("name")) for item in side) for side in (first, second)]
        path = format_pointer(key, "list")
        yield from find_value_change(*names, path=path, what=f"order of {noun}s")


def _list_items(value: Any) -> list[Json]:
    return list_objects(value.get("list") if isinstance(value, dict) else None)
