"""Finds the changes of one panel or row, except changes of its position."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardwright.diff import editor_words as words
from boardwright.diff.changes import Change
from boardwright.diff.extension_changes import extension_changes
from boardwright.diff.field_config_changes import CONFIG, field_changes, list_changes
from boardwright.diff.json_changes import ABSENT, changed_keys, nested_changes, value_change
from boardwright.diff.query_changes import KEY as QUERIES
from boardwright.diff.query_changes import query_changes
from boardwright.schema import defaults
from boardwright.schema.document import Board, PanelJson
from boardwright.schema.extension import EXTENSION
from boardwright.schema.json_equality import are_json_equal

ELSEWHERE = frozenset({"gridPos", "id", "panels"})
"""Keys that this module does not compare: positions and inner panels are compared in other modules,
and ids mean nothing to a reader.
"""

FIRST = ("title", "type", "description", "datasource", QUERIES, CONFIG)
"""Keys that are reported first, in this order; all others follow in alphabetical order."""


def panel_changes(before: Board, after: Board) -> Iterator[Change]:
    """Yield the changes of a panel, except changes of position."""
    if before.get("type") != after.get("type"):
        before, after = _without_type_defaults(before), _without_type_defaults(after)
    for key, old, new in changed_keys(before, after, first=FIRST, elsewhere=ELSEWHERE):
        yield from _key(key, old, new, before, after)


def _key(key: str, old: Any, new: Any, before: Board, after: Board) -> Iterator[Change]:
    if key == QUERIES:
        yield from query_changes(before, after)
    elif key == CONFIG:
        yield from field_changes(old, new)
    elif key == EXTENSION:
        yield from extension_changes(old, new)
    elif key == "links":
        yield from list_changes(old, new, keys=(key,), what="link", describe=words.link)
    elif key == "transformations":
        yield from _transformations(old, new)
    elif key == "datasource" and not (before.get(QUERIES) and after.get(QUERIES)):
        return  # the changes of the queries show this change
    elif key == "datasource":
        path = words.pointer(key)
        yield from value_change(old, new, path=path, what="data source", describe=words.datasource)
    else:
        yield from nested_changes(old, new, keys=(key,), words=(key,))


def _transformations(old: Any, new: Any) -> Iterator[Change]:
    if not (_is_list_of_objects(old) and _is_list_of_objects(new)):
        yield from nested_changes(old, new, keys=("transformations",), words=("transformations",))
        return
    first, second = ([] if side is ABSENT else side for side in (old, new))
    names = [[item.get("id") for item in side] for side in (first, second)]
    if names[0] != names[1]:
        yield from list_changes(
            first,
            second,
            keys=("transformations",),
            what="transformation",
            describe=_transformation,
        )
        return
    for index, (before, after) in enumerate(zip(first, second, strict=True)):
        about = f"transformation {before.get('id')}"
        keys = ("transformations", index)
        yield from nested_changes(before, after, keys=keys, about=about)


def _is_list_of_objects(value: Any) -> bool:
    return value is ABSENT or (
        isinstance(value, list) and all(isinstance(item, dict) for item in value)
    )


def _transformation(item: Any) -> str:
    options = item.get("options")
    return f"{item.get('id')} {words.compact(options)}" if options else str(item.get("id"))


def _without_type_defaults(panel: PanelJson) -> PanelJson:
    """Return a panel without the defaults of its type. This is used if the type of a panel changed,
    because another type has other defaults.
    """
    kind = str(panel.get("type"))
    options = _without_defaults(panel.get("options"), defaults.OPTIONS.get(kind, {}))
    config = panel.get(CONFIG) or {}
    usual = {
        "color": {"mode": defaults.COLOR_MODES.get(kind)},
        "custom": defaults.CUSTOM.get(kind, {}),
        "thresholds": defaults.THRESHOLDS,
    }
    fields = {**config, "defaults": _without_defaults(config.get("defaults"), usual)}
    return {**panel, "options": options, CONFIG: fields}


def _without_defaults(value: Any, usual: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, item in (value or {}).items():
        if key not in usual:
            found[key] = item
        elif key != "thresholds" and isinstance(item, dict) and isinstance(usual[key], dict):
            inner = _without_defaults(item, usual[key])
            found |= {key: inner} if inner else {}
        elif not are_json_equal(item, usual[key]):
            found[key] = item
    return found
