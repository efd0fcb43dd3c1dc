"""Computes a value when a thread first needs it, and stores it for all threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class StoredResult(Generic[T]):
    """Calls a function at the first `get`, and stores the result for all later calls. After an
    error, the next `get` calls the function again.

    Args:
        find: The function that returns the value.
    """

    def __init__(self, find: Callable[[], T]) -> None:
        self._find = find
        self._values: list[T] = []
        self._lock = threading.Lock()

    def get(self) -> T:
        """Return the value; call the function if it has not succeeded yet."""
        with self._lock:
            if not self._values:
                self._values.append(self._find())
        return self._values[0]
