"""An object of a v2 board that remembers what nobody took from it.

Converters take what the classic schema has a word for. What is left, at whatever depth, is what v1
cannot say: so nothing is lost because a converter does not know of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from boardwright.schema.document import ORIGIN

Json = dict[str, Any]
Path = tuple[str | int, ...]
PATH = "$path"
"""The key of a converted object for the way to it in the v2 board; `classic_form` takes it out."""
_WORD = re.compile(r"[A-Za-z_$][\w-]*")


def path_text(path: Path) -> str:
    """Return a path as one writes it: `layout.spec.tabs[0].spec["a b"]`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _WORD.fullmatch(step):
            text += f".{step}" if text else step
        else:
            text += f"[{json.dumps(step, ensure_ascii=False)}]"
    return text


class Node:
    """One object, and the objects in it that were asked for.

    Args:
        data: The object; anything else counts as an empty one.
        path: The way to it from the board.
    """

    def __init__(self, data: Any, path: Path) -> None:
        self.path = path
        self._rest: Json = dict(data) if isinstance(data, dict) else {}
        if path:
            self._rest.pop(ORIGIN, None)  # the board's is passed on; others have no use
        self._inner: list[Node] = []

    def take(self, key: str, kind: type | tuple[type, ...] = object) -> Any:
        """Return the value of a key; None where it is not there or of another kind, which stays."""
        value = self._rest.get(key)
        if value is None or not isinstance(value, kind):
            return None
        if isinstance(value, bool) and kind is int:
            return None
        return self._rest.pop(key)

    def take_word(self, key: str, words: Mapping[str, Any]) -> Any:
        """Return what a word stands for; None where it is none of the words, which stays."""
        word = self._rest.get(key)
        if not isinstance(word, str) or word not in words:
            return None
        return words[self._rest.pop(key)]

    def take_known(self, **names: str) -> Json:
        """Return the values that are there, by new names: `hide="hidden"` takes `hidden`."""
        found = {new: self._rest.pop(old) for new, old in names.items() if old in self._rest}
        return {new: value for new, value in found.items() if value is not None}

    def take_all(self) -> Json:
        """Return everything that is left."""
        rest, self._rest = self._rest, {}
        return rest

    def take_keys(self) -> list[str]:
        """Return the keys that are left."""
        return list(self._rest)

    def peek(self, key: str) -> Any:
        """Return the value of a key, which stays."""
        return self._rest.get(key)

    def drop(self, key: str, *values: Any) -> None:
        """Forget a key whose value says nothing: one of `values`."""
        if key in self._rest and any(
            type(self._rest[key]) is type(value) and self._rest[key] == value for value in values
        ):
            del self._rest[key]

    def node(self, key: str) -> Node:
        """Return the object of a key; an empty one where there is none, and what is there stays."""
        inner = Node(self.take(key, dict), (*self.path, key))
        self._inner.append(inner)
        return inner

    def nodes(self, key: str) -> list[Node]:
        """Return the objects of a list; where it holds anything else, all of it stays."""
        value = self._rest.get(key)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            return []
        del self._rest[key]
        found = [Node(item, (*self.path, key, index)) for index, item in enumerate(value)]
        self._inner += found
        return found

    def objects(self) -> list[str]:
        """Return the keys of the objects that are left."""
        return [key for key, value in self._rest.items() if isinstance(value, dict)]

    def left(self) -> dict[str, Any]:
        """Return what nobody took, here and in the objects that were asked for, by its path."""
        found = {
            path_text((*self.path, key)): value
            for key, value in self._rest.items()
            if value is not None
        }
        for inner in self._inner:
            found |= inner.left()
        return found
