"""Attributes that are computed once, when they are first asked for.

What `functools.cached_property` does, less the lock that it takes on Python 3.11, which costs more
than most of what is computed here. A view belongs to one thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801 - it is used as `property` is
    """A property that is computed once for each object."""

    def __init__(self, function: Callable[[Any], T]) -> None:
        """Take the function that computes it."""
        self._function = function
        self._name = function.__name__
        self.__doc__ = function.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> Self | T:
        """Compute it, and put it where Python looks first from now on."""
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._function(instance)
        return value
