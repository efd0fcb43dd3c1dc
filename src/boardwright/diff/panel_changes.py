"""Finds the changes of one panel or row, apart from changes of its position."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardwright.diff.changes import Change
from boardwright.diff.extension_changes import find_extension_changes
from boardwright.diff.field_config_changes import CONFIG, find_field_changes, find_list_changes
from boardwright.diff.json_changes import (
    ABSENT,
    find_nested_changes,
    find_value_change,
    iter_changed_keys,
)
from boardwright.diff.query_changes import QUERIES, find_query_changes
from boardwright.schema import editor_words as words
from boardwright.schema.document import Board
from boardwright.schema.extension import EXTENSION
from boardwright.schema.json_object import format_pointer
from boardwright.schema.panel import Panel
from boardwright.schema.type_defaults import drop_type_defaults

ELSEWHERE = frozenset({"gridPos", "id", "panels"})
"""Keys that this module does not compare.

Other modules compare positions and the panels of rows. Changes of ids are reported once for the
whole board.
"""

FIRST = ("title", "type", "description", "datasource", QUERIES, CONFIG)
"""Keys whose changes come first, in this order; all other keys follow in alphabetical order."""


def find_panel_changes(before: Board, after: Board) -> Iterator[Change]:
    """Yield the changes of a panel, apart from changes of its position."""
    if Panel(before).type != Panel(after).type:
        before, after = drop_type_defaults(before), drop_type_defaults(after)
    for key, old, new in iter_changed_keys(before, after, first=FIRST, elsewhere=ELSEWHERE):
        yield from _find_key_changes(key, old, new, before, after)


def _find_key_changes(
    key: str, old: Any, new: Any, before: Board, after: Board
) -> Iterator[Change]:
    if key == QUERIES:
        yield from find_query_changes(before, after)
    elif key == CONFIG:
        yield from find_field_changes(old, new)
    elif key == EXTENSION:
        yield from find_extension_changes(old, new)
    elif key == "links":
        yield from find_list_changes(
            old, new, keys=(key,), what="link", describe=words.describe_link
        )
    elif key == "transformations":
        yield from _find_transformation_changes(old, new)
    elif key == "datasource" and not (before.get(QUERIES) and after.get(QUERIES)):
        return  # without queries, a data source has no effect; new queries are reported themselves
    elif key == "datasource":
        path = format_pointer(key)
        yield from find_value_change(
            old, new, path=path, what="data source", describe=words.describe_data_source
        )
    else:
        yield from find_nested_changes(old, new, keys=(key,), words=(key,))


def _find_transformation_changes(old: Any, new: Any) -> Iterator[Change]:
    if not (_is_list_of_objects(old) and _is_list_of_objects(new)):
        yield from find_nested_changes(
            old, new, keys=("transformations",), words=("transformations",)
        )
        return
    first, second = ([] if side is ABSENT else side for side in (old, new))
    names = [[item.get("id") for item in side] for side in (first, second)]
    if names[0] != names[1]:
        yield from find_list_changes(
            first,
            second,
            keys=("transformations",),
            what="transformation",
            describe=words.describe_transformation,
        )
        return
    for index, (before, after) in enumerate(zip(first, second, strict=True)):
        about = f"transformation {before.get('id')}"
        keys = ("transformations", index)
        yield from find_nested_changes(before, after, keys=keys, about=about)


def _is_list_of_objects(value: Any) -> bool:
    return value is ABSENT or (
        isinstance(value, list) and all(isinstance(item, dict) for item in value)
    )
