"""What all views share: data that may be anything, read without ever failing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any

from boardwright.checks.problem import Pointer

if TYPE_CHECKING:
    from boardwright.checks.expression import Expression

NOTHING: Mapping[str, Any] = {}


class View:
    """A thing that rules look at.

    Attributes:
        raw: Its JSON, in the classic form also where the file is of schema v2. For what no property
            gives: read it with `text`, `number`, `flag`, `table` and `items`, which take any data.
        pointer: The way to it from the board's top, in the classic form.
    """

    def __init__(self, raw: Mapping[str, Any], pointer: Pointer) -> None:
        """Take the JSON and the way to it."""
        self.raw = raw
        self.pointer = pointer

    @property
    def expression(self) -> Expression | None:
        """The expression that it is about; None when it is about none that is PromQL."""
        return None

    def text(self, *keys: Any) -> str:
        """Return the text at a way of keys; empty when there is none."""
        value = self.raw.get(keys[0]) if len(keys) == 1 else self.at(*keys)
        return value if isinstance(value, str) else ""

    def number(self, *keys: Any) -> float | None:
        """Return the finite number at a way of keys; None when there is none."""
        value = self.raw.get(keys[0]) if len(keys) == 1 else self.at(*keys)
        if value is None or isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return value if isinstance(value, int) or isfinite(value) else None

    def flag(self, *keys: Any) -> bool:
        """Return whether there is `true` at a way of keys."""
        return (self.raw.get(keys[0]) if len(keys) == 1 else self.at(*keys)) is True

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

    def at(self, *keys: str | int) -> Any:
        """Return whatever is at a way of keys; None when nothing is."""
        value: Any = self.raw
        for key in keys:
            if isinstance(value, dict):
                value = value.get(key)
            elif isinstance(value, list) and isinstance(key, int) and key < len(value):
                value = value[key]
            else:
                return None
        return value
