"""Defines immutable classes, like `@dataclass(frozen=True, kw_only=True)` but faster.

For each class, `dataclasses` compiles six methods, which takes half a millisecond. boardwright has
hundreds of classes, which would make each command start slowly. Therefore, all classes with
`@frozen` share the same methods. `dataclasses.fields`, `dataclasses.replace` and `match` statements
work as for dataclasses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from functools import partial
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform, overload

T = TypeVar("T")
DataclassFields = tuple[Field[Any], ...]


@overload
def frozen(cls: type[T], /) -> type[T]: ...
@overload
def frozen(*, kw_only: bool = True, eq: bool = True) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def frozen(
    cls: type[T] | None = None, /, *, kw_only: bool = True, eq: bool = True
) -> type[T] | Callable[[type[T]], type[T]]:
    """Make the instances of a class immutable, and compare and hash them by their fields.

    If the class has a method `__post_init__`, the constructor calls this method, as for
    dataclasses. The method can raise an error for invalid values of fields. A class may define its
    own constructor, which sets the fields in `self.__dict__`.

    Args:
        cls: The class, if the decorator is used without arguments: `@frozen`.
        kw_only: Whether the constructor accepts keyword arguments only.
        eq: Whether instances are compared by their fields. If False, instances are compared by
            identity.
    """
    if cls is None:
        return partial(_make_frozen, kw_only=kw_only, eq=eq)
    return _make_frozen(cls, kw_only=kw_only, eq=eq)


def _make_frozen(cls: type[T], *, kw_only: bool, eq: bool) -> type[T]:
    new_class: Any = dataclass(kw_only=kw_only, init=False, repr=False, eq=False)(cls)
    declared_fields = fields(new_class)
    if "__init__" not in vars(cls):
        check = getattr(cls, "__post_init__", None)
        new_class.__init__ = _build_constructor(cls.__name__, declared_fields, check)
    if eq:
        new_class.__eq__, new_class.__hash__ = _build_comparison(declared_fields)
    new_class.__setattr__, new_class.__delattr__ = _refuse_to_set, _refuse_to_delete
    if "__repr__" not in vars(cls):
        new_class.__repr__ = _format_repr
    return cls


def _build_constructor(
    name: str, declared_fields: DataclassFields, check: Callable[[Any], None] | None
) -> Callable[..., None]:
    names = {item.name for item in declared_fields}
    defaults = {item.name: item.default for item in declared_fields if item.default is not MISSING}
    factories = {
        item.name: item.default_factory
        for item in declared_fields
        if item.default_factory is not MISSING
    }

    positional = [item.name for item in declared_fields if not item.kw_only]

    def assign_fields(self: object, /, *values: object, **arguments: object) -> None:
        if values:
            if len(values) > len(positional) or not arguments.keys().isdisjoint(
                positional[: len(values)]
            ):
                raise TypeError(
                    f"{name} takes at most {len(positional)} positional arguments, and each "
                    "argument only once"
                )
            arguments |= zip(positional, values, strict=False)
        if arguments.keys() != names:
            created = {key: factory() for key, factory in factories.items() if key not in arguments}
            arguments = {**defaults, **created, **arguments}
            if arguments.keys() != names:
                raise TypeError(_describe_wrong_fields(name, names, {*arguments}))
        self.__dict__.update(arguments)
        if check is not None:
            check(self)

    return assign_fields


def _describe_wrong_fields(name: str, names: set[str], passed: set[str]) -> str:
    missing, unknown = ", ".join(sorted(names - passed)), ", ".join(sorted(passed - names))
    return f"{name} has no field {unknown}" if unknown else f"{name} needs {missing}"


def _build_comparison(
    declared_fields: DataclassFields,
) -> tuple[Callable[..., Any], Callable[..., int]]:
    names = [item.name for item in declared_fields if item.compare]
    values: Callable[[object], Any] = attrgetter(*names) if names else lambda value: ()

    def compare_fields(self: object, other: object) -> Any:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return values(self) == values(other)

    def hash_fields(self: object) -> int:
        return hash(values(self))

    return compare_fields, hash_fields


def _format_repr(self: Any) -> str:
    values = ", ".join(f"{f.name}={getattr(self, f.name)!r}" for f in fields(self) if f.repr)
    return f"{self.__class__.__qualname__}({values})"


def _refuse_to_set(self: object, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")
