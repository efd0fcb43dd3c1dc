"""Finds the changes of a board's settings outside of panels: title, variables, annotations,
links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from boardwright.compiler.edit import objects
from boardwright.diff import editor_words as words
from boardwright.diff.changes import Change
from boardwright.diff.extension_changes import extension_changes
from boardwright.diff.field_config_changes import list_changes
from boardwright.diff.item_pairing import pair_items
from boardwright.diff.json_changes import ABSENT, changed_keys, nested_changes, value_change
from boardwright.schema.document import Board
from boardwright.schema.extension import EXTENSION

ELSEWHERE = frozenset({"panels"})
FIRST = ("title", "uid", "description", "tags", "time", "refresh", "templating", "annotations")


def setting_changes(before: Board, after: Board) -> Iterator[Change]:
    """Yield the changes of a board, except changes of its panels."""
    for key, old, new in changed_keys(before, after, first=FIRST, elsewhere=ELSEWHERE):
        yield from _key(key, old, new)


def _key(key: str, old: Any, new: Any) -> Iterator[Change]:
    if key == "tags":
        yield from list_changes(old, new, keys=(key,), what="tag", describe=lambda tag: tag)
    elif key == "links":
        yield from list_changes(old, new, keys=(key,), what="link", describe=words.link)
    elif key == EXTENSION:
        yield from extension_changes(old, new)
    elif key == "time":
        yield from value_change(
            old, new, path=words.pointer(key), what="time range", describe=_range
        )
    elif key == "templating":
        yield from _named_items(old, new, key, "variable", _variable)
    elif key == "annotations":
        yield from _named_items(old, new, key, "annotation", _annotation)
    else:
        yield from nested_changes(old, new, keys=(key,), words=(key,))


def _range(time: Any) -> Any:
    if not isinstance(time, dict):
        return time
    return f"{time.get('from', 'now-6h')} to {time.get('to', 'now')}"


def _named_items(
    old: Any, new: Any, key: str, noun: str, describe: Callable[[dict[str, Any]], str]
) -> Iterator[Change]:
    """Yield the changes of a list whose items are identified by their names."""
    first, second = _items(old), _items(new)
    pairs = pair_items(first, second, lambda item: str(item.get("name")))
    back = {after: before for before, after in pairs.items()}
    for index, item in enumerate(second):
        about, keys = f"{noun} {item.get('name')}", (key, "list", index)
        if index not in back:
            yield from value_change(
                ABSENT, item, path=words.pointer(*keys), what=about, describe=describe
            )
        else:
            yield from _item(first[back[index]], item, keys, about)
    for index, item in enumerate(first):
        if index not in pairs:
            about, path = f"{noun} {item.get('name')}", words.pointer(key, "list", index)
            yield from value_change(item, ABSENT, path=path, what=about, describe=describe)
    yield from _order(first, second, pairs, key, noun)
    rest = [
        {name: value for name, value in side.items() if name != "list"}
        if isinstance(side, dict) else ABSENT
        for side in (old, new)
    ]  # fmt: skip
    yield from nested_changes(*rest, keys=(key,), words=(key,))


def _item(
    before: dict[str, Any], after: dict[str, Any], keys: tuple[object, ...], about: str
) -> Iterator[Change]:
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, ABSENT), after.get(name, ABSENT)
        path = words.pointer(*keys, name)
        if name == "datasource":
            what = f"{about} data source"
            yield from value_change(old, new, path=path, what=what, describe=words.datasource)
        elif name == "current":
            yield from value_change(old, new, path=path, what=f"{about} choice", describe=_choice)
        else:
            shown = () if name in ("query", "expr") else (name,)
            yield from nested_changes(old, new, keys=(*keys, name), about=about, words=shown)


def _order(
    first: list[dict[str, Any]],
    second: list[dict[str, Any]],
    pairs: dict[int, int],
    key: str,
    noun: str,
) -> Iterator[Change]:
    kept = [pairs[index] for index in range(len(first)) if index in pairs]
    if kept != sorted(kept):
        names = [", ".join(str(item.get("name")) for item in side) for side in (first, second)]
        path = words.pointer(key, "list")
        yield from value_change(*names, path=path, what=f"order of {noun}s")


def _items(holder: Any) -> list[dict[str, Any]]:
    return objects(holder.get("list") if isinstance(holder, dict) else None)


def _choice(choice: Any) -> Any:
    if not isinstance(choice, dict):
        return choice
    value = choice.get("text", choice.get("value"))
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _variable(item: dict[str, Any]) -> str:
    query = item.get("query")
    return f"{item.get('type')} {words.compact(query)}" if query else str(item.get("type"))


def _annotation(item: dict[str, Any]) -> str:
    query = item.get("expr") or (item.get("target") or {}).get("expr")
    return str(query) if query else words.compact(words.datasource(item.get("datasource")))
