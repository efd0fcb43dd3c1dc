"""Differences of any JSON, value by value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from boardwright.diff.changes import Change
from boardwright.diff.editor_words import pointer, words_of
from boardwright.schema.json_equality import json_equal

ABSENT: Any = object()
"""Stands for a value that is not there."""

Said = Callable[[Any], Any]


def change(
    before: Any, after: Any, *, path: str, what: str, said: Said = lambda value: value
) -> Iterator[Change]:
    """Yield the change of one value, or none when it is the same.

    Args:
        before: The value; `ABSENT` for none.
        after: The same on the other side.
        path: Where it is.
        what: What it is, in words.
        said: Puts a value into words.
    """
    if before is ABSENT and after is not ABSENT:
        yield Change(kind="added", path=path, what=what, after=said(after))
    elif after is ABSENT and before is not ABSENT:
        yield Change(kind="removed", path=path, what=what, before=said(before))
    elif not json_equal(before, after):
        old, new = said(before), said(after)
        if json_equal(old, new):  # words that do not tell the difference
            old, new = before, after
        yield Change(kind="changed", path=path, what=what, before=old, after=new)


def leaves(
    before: Any, after: Any, *, keys: Sequence[object], about: str = "", words: Sequence[str] = ()
) -> Iterator[Change]:
    """Yield a change for each plain value that differs, at any depth.

    Args:
        before: Any JSON; `ABSENT` for none.
        after: The same on the other side.
        keys: The way to it.
        about: What all of it belongs to, in words: `query A`.
        words: The last of the keys, those that are to be said.
    """
    if before is after or (
        before is not ABSENT and after is not ABSENT and json_equal(before, after)
    ):
        return
    if _is_deep(before, after):
        for key in _keys(before, after):
            yield from leaves(
                _item(before, key), _item(after, key),
                keys=(*keys, key), about=about, words=(*words, key),
            )  # fmt: skip
        return
    what = " ".join(part for part in (about, words_of(words)) if part)
    yield from change(before, after, path=pointer(*keys), what=what or "value")


def _is_deep(before: Any, after: Any) -> bool:
    """Tell whether both are objects, or one is where the other has nothing."""
    inner = [value for value in (before, after) if value is not ABSENT]
    return all(isinstance(value, dict) for value in inner) and any(inner)


def _keys(before: Any, after: Any) -> list[str]:
    first = list(before) if isinstance(before, dict) else []
    second = list(after) if isinstance(after, dict) else []
    return list(dict.fromkeys((*first, *second)))


def _item(owner: Any, key: str) -> Any:
    return owner.get(key, ABSENT) if isinstance(owner, dict) else ABSENT
