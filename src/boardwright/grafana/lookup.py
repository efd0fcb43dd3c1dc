"""Calls a function once, and stores its result for all threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class StoredResult(Generic[T]):
    """Calls a function at the first `get`, and returns the stored result at later calls.

    If the function raises an error, the next `get` calls the function again.
    """

    def __init__(self, find: Callable[[], T]) -> None:
        self._find = find
        self._values: list[T] = []
        self._lock = threading.Lock()

    def get(self) -> T:
        """Return the result of the function."""
        with self._lock:
            if not self._values:
                self._values.append(self._find())
        return self._values[0]
