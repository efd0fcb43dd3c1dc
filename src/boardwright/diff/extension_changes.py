"""Finds the changes of display conditions, automatic grids and tabs, which only schema v2 has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from boardwright.diff.changes import Change
from boardwright.diff.json_changes import (
    ABSENT,
    find_nested_changes,
    find_value_change,
    iter_changed_keys,
)
from boardwright.schema import editor_words as words
from boardwright.schema.display_conditions import read_conditions
from boardwright.schema.extension import AUTO_GRID, EXTENSION, TAB
from boardwright.schema.json_object import format_pointer

_FIRST = ("kind", "layout", "conditionalRendering")


def find_extension_changes(old: Any, new: Any) -> Iterator[Change]:
    """Yield the changes of settings that only schema v2 has, in a board, row or panel.

    Args:
        old: The settings before the change. `ABSENT` if there were no such settings.
        new: The settings after the change. `ABSENT` if there are no such settings.
    """
    before, after = ({} if side is ABSENT else side for side in (old, new))
    for key, old_value, new_value in iter_changed_keys(before, after, first=_FIRST):
        if key in _WORDS:
            what, describe = _WORDS[key]
            path = format_pointer(EXTENSION, key)
            what = _name_layout(old_value, new_value) if key == "layout" else what
            yield from find_value_change(
                old_value, new_value, path=path, what=what, describe=describe
            )
        else:
            yield from find_nested_changes(
                old_value, new_value, keys=(EXTENSION, key), words=(key,)
            )


def _name_layout(*sides: Any) -> str:
    kinds = {side.get("kind") for side in sides if isinstance(side, dict)}
    return "automatic grid" if kinds == {AUTO_GRID} else "layout"


def _describe_condition(value: Any) -> Any:
    return str(read_conditions(value)) if isinstance(value, dict) else value


def _describe_kind(value: Any) -> Any:
    return "tab" if value == TAB else value


_WORDS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "kind": ("kind", _describe_kind),
    "layout": ("layout", words.describe_layout),
    "conditionalRendering": ("condition", _describe_condition),
    "level": ("nesting level", lambda value: value),
    "hideHeader": ("title hidden", lambda value: value),
    "section": ("row or tab with own variables", lambda value: value),
    "element": ("element", lambda value: value),
}
