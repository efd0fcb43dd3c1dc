"""Compares attribute values of attrs objects with the default values of their classes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress
from operator import is_not
from types import CodeType
from typing import Any

import attr

_LIBRARIES = frozenset({"boardwright", "grafanalib"})
_CONSTRUCTORS = ("__init__", "__attrs_post_init__")


class _ConstructorFields:
    """The constructor arguments of an attrs class, with attribute names and default values."""

    def __init__(self, cls: type) -> None:
        fields = _read_fields(cls)
        self.arguments = tuple(argument for _, argument, _ in fields)
        self._names = [name for name, _, _ in fields]
        self._defaults = [default for _, _, default in fields]
        self.of_user = frozenset(_iter_user_set_names(cls, self.arguments))
        """Arguments and JSON keys whose values are set in a class that the user wrote."""

    def read_values(self, value: object) -> Sequence[Any]:
        """Return the attribute values of an instance, and default values for deleted attributes."""
        own = getattr(value, "__dict__", {})
        if [*own] == self._names:  # this is faster if no attribute was deleted
            return [*own.values()]
        pairs = zip(self._names, self._defaults, strict=True)
        return [getattr(value, name, default) for name, default in pairs]

    def list_non_defaults(self, value: object) -> Iterable[tuple[str, Any, Any]]:
        """Return name, value and default of each argument whose value is not the default object."""
        values = self.read_values(value)
        items = zip(self.arguments, values, self._defaults, strict=True)
        return compress(items, map(is_not, values, self._defaults))

    def list_differing(self, value: object, arguments: Mapping[str, Any]) -> Iterable[str]:
        passed_values = map(arguments.get, self.arguments)
        return compress(self.arguments, map(is_not, self.read_values(value), passed_values))


class ArgumentDefaults:
    """The constructor arguments of attrs classes; each class is inspected once."""

    def __init__(self) -> None:
        self._fields: dict[type, _ConstructorFields] = {}

    def list_arguments(self, cls: type) -> tuple[str, ...]:
        """Return the names of the constructor's arguments in order."""
        return self._inspect_class(cls).arguments

    def find_chosen_arguments(
        self, value: object, *, given: frozenset[str], numbered: frozenset[str]
    ) -> frozenset[str]:
        """Return the names of the arguments whose values the user's code set.

        The user's code sets an argument in the constructor call, in a class of the project, or by
        changing the attribute after the call. Arguments that only grafanalib's `auto_panel_ids` or
        `Row` has set are not included.
        """
        fields = self._inspect_class(type(value))
        known = given | numbered
        items = fields.list_non_defaults(value)
        changed = (
            name for name, v, d in items if name not in known and _differs_from_default(v, d)
        )
        return given.union(fields.of_user - numbered, changed)

    def find_differing(self, value: object, arguments: Mapping[str, Any]) -> frozenset[str]:
        """Return the names of the arguments for which `arguments` and the instance contain
        different objects.
        """
        return frozenset(self._inspect_class(type(value)).list_differing(value, arguments))

    def _inspect_class(self, cls: type) -> _ConstructorFields:
        fields = self._fields.get(cls)
        if fields is None:
            fields = self._fields[cls] = _ConstructorFields(cls)
        return fields


def _read_fields(cls: type) -> list[tuple[str, str, Any]]:
    if not attr.has(cls):
        return []
    return [(a.name, a.alias, _resolve_default(a.default)) for a in attr.fields(cls) if a.init]


def _iter_user_set_names(cls: type, arguments: Iterable[str]) -> Iterator[str]:
    """Yield the arguments and JSON keys that a class of the user sets. `cls` is this class or a
    subclass.

    A class sets an argument with a new default, or in its constructor with code such as
    `super().__init__(fill=0)`. A class sets a JSON key in its method `to_json_data`.
    """
    for base in cls.__mro__:
        if base.__module__.partition(".")[0] in _LIBRARIES or base is object:
            continue
        attributes = vars(base).get("__attrs_attrs__", ())
        yield from (attribute.alias for attribute in attributes if not attribute.inherited)
        names = {
            name
            for method in _CONSTRUCTORS
            for name in _read_function_names(vars(base).get(method))
        }
        yield from names.intersection(arguments)
        yield from _read_function_names(vars(base).get("to_json_data"))


def _read_function_names(function: Any) -> set[str]:
    """Return the names and strings in a function's code; an empty set if a library generated the
    code.
    """
    code = getattr(function, "__code__", None)
    if not isinstance(code, CodeType) or code.co_filename.startswith("<"):
        return set()
    return {*_iter_code_names(code)}


def _iter_code_names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, str):
            yield constant
        elif isinstance(constant, tuple):
            yield from (item for item in constant if isinstance(item, str))
        elif isinstance(constant, CodeType):
            yield from _iter_code_names(constant)


def _resolve_default(default: Any) -> Any:
    """Return the default value of an attribute.

    A default factory is not called if the user wrote it, because it may have side effects, or if
    its result depends on the instance. In these two cases, the function returns a new object, which
    differs from every value of the attribute.
    """
    if not isinstance(default, attr.Factory):  # type: ignore[arg-type]
        return default
    module = getattr(default.factory, "__module__", "")
    is_harmless = module == "builtins" or module.partition(".")[0] == "grafanalib"
    return default.factory() if is_harmless and not default.takes_self else object()


def _differs_from_default(value: Any, default: Any) -> bool:
    try:
        return bool(value != default)
    except Exception:  # comparing a value of a user's class may raise an exception
        return True
