"""Frozen values with structural equality, made without `dataclasses`.

`dataclasses` (through `inspect`) costs more at import than everything else in this room together,
and every run of the command pays for it; these thirty lines are what we need of it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn, Self, TypeVar

    T = TypeVar("T", bound="Frozen")


class Frozen:
    """A value: its fields are its `__slots__`, set once by the constructor.

    Two values are equal when they are of one class and their fields are equal.
    """

    __slots__ = ()

    def _set(self, **fields: object) -> None:
        """Set the fields; for constructors only."""
        for name, value in fields.items():
            object.__setattr__(self, name, value)

    def _fields(self) -> dict[str, Any]:
        names: tuple[str, ...] = self.__slots__
        return {name: getattr(self, name) for name in names}

    def _replace(self, **changes: object) -> Self:
        return _make(type(self), {**self._fields(), **changes})

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse: values do not change."""
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse: values do not change."""
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be deleted")

    def __eq__(self, other: object) -> bool:
        """Compare by class and fields."""
        if type(other) is not type(self):
            return NotImplemented
        return self._fields() == other._fields()

    def __hash__(self) -> int:
        """Hash by class and fields."""
        return hash((type(self), *self._fields().values()))

    def __repr__(self) -> str:
        """Return the constructor call."""
        fields = ", ".join(f"{name}={value!r}" for name, value in self._fields().items())
        return f"{type(self).__name__}({fields})"

    def __reduce__(self) -> tuple[object, ...]:
        """Copy and pickle by fields, since attributes cannot be set afterwards."""
        return _make, (type(self), self._fields())


def _make(cls: type[T], fields: dict[str, Any]) -> T:
    value = cls.__new__(cls)
    value._set(**fields)
    return value
