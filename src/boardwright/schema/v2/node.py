"""An object of a v2 board that knows which of its values were converted.

Converters take the values that the classic schema can express. The rest, at any depth, cannot be
expressed in v1, so no value is lost because a converter does not know it.
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
"""The key, in a converted object, of its path in the v2 board; `classic_form` removes it."""
_WORD = re.compile(r"[A-Za-z_$][\w-]*")


def path_text(path: Path) -> str:
    """Return a path as text: `layout.spec.tabs[0].spec["a b"]`."""
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
    """One object, and the objects in it that were accessed.

    Args:
        data: The object; any other value counts as an empty object.
        path: The path from the board.
    """

    def __init__(self, data: Any, path: Path) -> None:
        self.path = path
        self._rest: Json = dict(data) if isinstance(data, dict) else {}
        if path:
            self._rest.pop(ORIGIN, None)  # that of the board is passed on; others have no effect
        self._inner: list[Node] = []

    def take(self, key: str, kind: type | tuple[type, ...] = object) -> Any:
        """Take the value of a key; None when it is missing or of another type, which stays."""
        value = self._rest.get(key)
        if value is None or not isinstance(value, kind):
            return None
        if isinstance(value, bool) and kind is int:
            return None
        return self._rest.pop(key)

    def take_word(self, key: str, words: Mapping[str, Any]) -> Any:
        """Take the value of a word; None when the word is unknown, which stays."""
        word = self._rest.get(key)
        if not isinstance(word, str) or word not in words:
            return None
        return words[self._rest.pop(key)]

    def take_known(self, **names: str) -> Json:
        """Take the values that exist, by new names: `hide="hidden"` takes `hidden`."""
        found = {new: self._rest.pop(old) for new, old in names.items() if old in self._rest}
        return {new: value for new, value in found.items() if value is not None}

    def take_all(self) -> Json:
        """Return all values that were not taken."""
        rest, self._rest = self._rest, {}
        return rest

    def take_keys(self) -> list[str]:
        """Return the keys that were not taken."""
        return list(self._rest)

    def peek(self, key: str) -> Any:
        """Return the value of a key without taking it."""
        return self._rest.get(key)

    def drop(self, key: str, *values: Any) -> None:
        """Drop a key whose value has no effect: one of `values`."""
        if key in self._rest and any(
            type(self._rest[key]) is type(value) and self._rest[key] == value for value in values
        ):
            del self._rest[key]

    def node(self, key: str) -> Node:
        """Return the object of a key; an empty one when there is none."""
        inner = Node(self.take(key, dict), (*self.path, key))
        self._inner.append(inner)
        return inner

    def nodes(self, key: str) -> list[Node]:
        """Return the objects of a list; if it contains other values, all of it stays."""
        value = self._rest.get(key)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            return []
        del self._rest[key]
        found = [Node(item, (*self.path, key, index)) for index, item in enumerate(value)]
        self._inner += found
        return found

    def objects(self) -> list[str]:
        """Return the keys of the objects that were not accessed."""
        return [key for key, value in self._rest.items() if isinstance(value, dict)]

    def take_rest(self) -> dict[str, Any]:
        """Return the values that were not taken, here and in accessed objects, by path."""
        found = {
            path_text((*self.path, key)): value
            for key, value in self._rest.items()
            if value is not None
        }
        for inner in self._inner:
            found |= inner.take_rest()
        return found
