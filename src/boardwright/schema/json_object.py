"""Reads JSON without errors, even if its values have unexpected types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

Pointer = tuple[str | int, ...]
"""The keys and indexes that lead from the top of a JSON document to a value."""

NOTHING: Mapping[str, Any] = {}
"""The empty object that functions return in place of a missing object. Callers must not change this
object.
"""


def format_pointer(*steps: object) -> str:
    """Return the keys and indexes on a path as a JSON pointer (RFC 6901), such as
    `/links/0/title`.
    """
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def split_pointer(text: str) -> list[str]:
    """Return the keys and indexes of a JSON pointer, without escapes."""
    return [step.replace("~1", "/").replace("~0", "~") for step in text.split("/")[1:]]


def ensure_object(value: Any) -> dict[str, Any]:
    """Return the value if it is an object, or else an empty object."""
    return value if isinstance(value, dict) else {}


def ensure_list(value: Any) -> list[Any]:
    """Return the value if it is a list, or else an empty list."""
    return value if isinstance(value, list) else []


class JsonObject:
    """A JSON object, with the path that leads from the top of the document to the object.

    Subclasses have typed properties for the keys of Grafana's schema. The methods `text`, `number`,
    `flag`, `table` and `items` read any key. If a value does not have the requested type, it counts
    as missing.

    Attributes:
        raw: The JSON object as a mapping from keys to values.
        pointer: The keys and indexes that lead from the top of the document to the object.
    """

    def __init__(self, raw: Mapping[str, Any], pointer: Pointer = ()) -> None:
        self.raw = raw
        self.pointer = pointer

    def text(self, *keys: str | int) -> str:
        """Return the text at a path of keys; empty if no text is at this path."""
        value = self.raw.get(keys[0]) if len(keys) == 1 else self.at(*keys)  # type: ignore[arg-type]
        return value if isinstance(value, str) else ""

    def number(self, *keys: str | int) -> float | None:
        """Return the finite number at a path of keys; None if no finite number is at this path."""
        value = self.at(*keys)
        if value is None or isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return value if isinstance(value, int) or isfinite(value) else None

    def flag(self, *keys: str | int) -> bool:
        """Return whether the value at a path of keys is `true`."""
        return self.at(*keys) is True

    def table(self, *keys: str | int) -> Mapping[str, Any]:
        """Return the object at a path of keys; empty if no object is at this path."""
        value = self.at(*keys)
        return value if isinstance(value, dict) else NOTHING

    def items(self, *keys: str | int) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Yield the objects of the list at a path of keys, each with its index in the list."""
        value = self.at(*keys)
        if isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, dict):
                    yield index, item

    def objects(self, *keys: str | int) -> Iterator[JsonObject]:
        """Yield the objects of the list at a path of keys as `JsonObject` values."""
        for index, item in self.items(*keys):
            yield JsonObject(item, (*self.pointer, *keys, index))

    def at(self, *keys: str | int) -> Any:
        """Return the value at a path of keys; None if no value is at this path."""
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
