"""The class for an object of a v2 board. The methods of the class do not fail if values have
unexpected types.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boardwright.schema.document import ORIGIN, Json
from boardwright.schema.json_object import ensure_list, ensure_object

NodePath = tuple[str | int, ...]
PATH = "$path"
"""The key under which a converted object stores its path in the v2 board. `read_v2_spec` removes
this key from the converted board.
"""


class V2Node:
    """One object of a v2 board, with its path.

    Attributes:
        data: The value in the board, which may have any type.
        raw: The value as an object; empty if the value is not an object.
        path: The keys and indexes that lead from the top of the board to the object.
    """

    def __init__(self, data: Any, path: NodePath) -> None:
        self.path = path
        self.data = data
        self.raw = ensure_object(data)

    def get(self, key: str, kind: type | tuple[type, ...] = object) -> Any:
        """Return the value of a key; None if the value is missing or does not have the type
        `kind`.
        """
        value = self.raw.get(key)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            return None
        return value

    def read_word(self, key: str, words: Mapping[str, Any]) -> Any:
        """Return the value in `words` for the text under `key`; None if `words` does not contain
        the text.
        """
        word = self.raw.get(key)
        return words.get(word) if isinstance(word, str) else None

    def read_known(self, *same: str, **names: str) -> Json:
        """Return the given keys with their values, without missing keys. A keyword argument renames
        a key, such as `hide="hidden"`, which renames `hidden` to `hide`.
        """
        names = {**{key: key for key in same}, **names}
        values = {new: self.raw.get(old) for new, old in names.items()}
        return {new: value for new, value in values.items() if value is not None}

    def read_all(self) -> Json:
        """Return all keys and values of the object."""
        return {key: value for key, value in self.raw.items() if key != ORIGIN}

    def get_node(self, key: str) -> V2Node:
        """Return the object under a key; an empty object if the value is not an object."""
        return V2Node(self.raw.get(key), (*self.path, key))

    def get_nodes(self, key: str) -> list[V2Node]:
        """Return the items of the list under a key. An item that is not an object becomes an empty
        object.
        """
        items = ensure_list(self.raw.get(key))
        return [V2Node(item, (*self.path, key, index)) for index, item in enumerate(items)]

    @property
    def origin(self) -> Json:
        """A dict with the key `ORIGIN`, which contains the file and line that create the object;
        empty if they are not known.
        """
        return {ORIGIN: self.raw[ORIGIN]} if ORIGIN in self.raw else {}
