"""A JSON object that may hold anything, read without ever failing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

Pointer = tuple[str | int, ...]
"""The way from a JSON document's top to a value in it: keys and indices."""

NOTHING: Mapping[str, Any] = {}


class JsonObject:
    """A JSON object, and where it is.

    Typed properties of the subclasses read what Grafana's schema names. `text`, `number`, `flag`,
    `table` and `items` read anything else; a value of another kind counts as missing.

    Attributes:
        raw: The object.
        pointer: The way to it from the board's top.
    """

    def __init__(self, raw: Mapping[str, Any], pointer: Pointer = ()) -> None:
        """Take the object and the way to it."""
        self.raw = raw
        self.pointer = pointer

    def text(self, *keys: str | int) -> str:
        """Return the text at a way of keys; empty when there is none."""
        value = self.at(*keys)
        return value if isinstance(value, str) else ""

    def number(self, *keys: str | int) -> float | None:
        """Return the finite number at a way of keys; None when there is none."""
        value = self.at(*keys)
        if value is None or isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return value if isinstance(value, int) or isfinite(value) else None

    def flag(self, *keys: str | int) -> bool:
        """Return whether there is `true` at a way of keys."""
        return self.at(*keys) is True

    def table(self, *keys: str | int) -> Mapping[str, Any]:
        """Return the object at a way of keys; an empty one when there is none."""
        value = self.at(*keys)
        return value if isinstance(value, dict) else NOTHING

    def items(self, *keys: str | int) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Yield the objects of the list at a way of keys, with their indices."""
        value = self.at(*keys)
        if isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, dict):
                    yield index, item

    def objects(self, *keys: str | int) -> Iterator[JsonObject]:
        """Yield the objects of the list at a way of keys as values of this class."""
        for index, item in self.items(*keys):
            yield JsonObject(item, (*self.pointer, *keys, index))

    def at(self, *keys: str | int) -> Any:
        """Return whatever is at a way of keys; None when nothing is."""
        if len(keys) == 1:
            return self.raw.get(keys[0])  # type: ignore[arg-type]
        value: Any = self.raw
        for key in keys:
            if isinstance(value, dict):
                value = value.get(key)
            elif isinstance(value, list) and isinstance(key, int) and key < len(value):
                value = value[key]
            else:
                return None
        return value
