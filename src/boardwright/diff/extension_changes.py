"""Finds the changes of display conditions, automatic grids and tabs, which only schema v2 can
express.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from boardwright.diff import editor_words as words
from boardwright.diff.changes import Change
from boardwright.diff.json_changes import ABSENT, changed_keys, nested_changes, value_change
from boardwright.schema.conditions import read_conditions
from boardwright.schema.extension import AUTO_GRID, EXTENSION, TAB

_FIRST = ("kind", "layout", "conditionalRendering")


def extension_changes(old: Any, new: Any) -> Iterator[Change]:
    """Yield the changes of those settings of a board, row or panel that only schema v2 can express.

    `old` is `ABSENT` if there are no such settings before the change, and `new` is `ABSENT` if
    there are none after the change.
    """
    before, after = ({} if side is ABSENT else side for side in (old, new))
    for key, was, becomes in changed_keys(before, after, first=_FIRST):
        if key in _WORDS:
            what, describe = _WORDS[key]
            path = words.pointer(EXTENSION, key)
            what = _layout_name(was, becomes) if key == "layout" else what
            yield from value_change(was, becomes, path=path, what=what, describe=describe)
        else:
            yield from nested_changes(was, becomes, keys=(EXTENSION, key), words=(key,))


def _layout_name(*sides: Any) -> str:
    kinds = {side.get("kind") for side in sides if isinstance(side, dict)}
    return "automatic grid" if kinds == {AUTO_GRID} else "layout"


def _layout(value: Any) -> Any:
    """Return the settings of a layout in words: `at most 3 columns, column width standard`."""
    spec = value.get("spec") if isinstance(value, dict) else None
    if not isinstance(spec, dict):
        return words.in_words(value)
    columns = spec.get("maxColumnCount")
    shown = [f"at most {columns} columns"] if columns is not None else []
    for side in ("columnWidth", "rowHeight"):
        mode = spec.get(f"{side}Mode")
        size = spec.get(side) if mode == "custom" else mode
        shown += [f"{words.words_of([side])} {size}"] if size is not None else []
    return ", ".join(shown)


def _condition(value: Any) -> Any:
    return str(read_conditions(value)) if isinstance(value, dict) else value


def _kind(value: Any) -> Any:
    return "tab" if value == TAB else value


_WORDS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "kind": ("kind", _kind),
    "layout": ("layout", _layout),
    "conditionalRendering": ("condition", _condition),
    "level": ("nesting level", lambda value: value),
    "hideHeader": ("title hidden", lambda value: value),
    "section": ("row or tab with own variables", lambda value: value),
    "element": ("element", lambda value: value),
}
