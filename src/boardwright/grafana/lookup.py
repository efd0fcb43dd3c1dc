"""A value that is looked up once, when a thread first needs it; other threads wait for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Lookup(Generic[T]):
    """The result of a function that is called once; an error is not kept.

    Args:
        find: Returns the value.
    """

    def __init__(self, find: Callable[[], T]) -> None:
        self._find = find
        self._found: list[T] = []
        self._finding = threading.Lock()

    def get(self) -> T:
        """Return the value."""
        with self._finding:
            if not self._found:
                self._found.append(self._find())
        return self._found[0]
