"""Whether something that modules share was changed by one of them.

A helper that counts panels, or a list that every board appends to, makes a board depend on which
others were made before it. Such modules are found by looking, after each file, at everything
that is reachable from a shared module: is each container still made of the very same objects?
"""

from __future__ import annotations

import functools
import types
from collections import deque, namedtuple
from collections.abc import Callable, Iterable, Iterator
from operator import is_
from typing import Any

Content = tuple[Any, ...]

_CONTAINERS = (dict, list, tuple, set, frozenset, deque, types.MappingProxyType)
_METHODS_OF_C = (types.BuiltinMethodType, types.MethodWrapperType)
_PARTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (types.FunctionType, ("__code__", "__defaults__", "__kwdefaults__", "__closure__")),
    (types.CellType, ("cell_contents",)),
    (types.MethodType, ("__func__", "__self__")),
    (_METHODS_OF_C, ("__self__",)),
    (functools.partial, ("func", "args", "keywords")),
    ((staticmethod, classmethod), ("__func__",)),
    (property, ("fget", "fset", "fdel")),
)
"""Objects of Python's own, and where they keep others."""

_IMMUTABLE = frozenset(
    {
        bool, bytes, complex, float, int, object, range, slice, str, type(None), type(...),
        type(NotImplemented), types.ClassMethodDescriptorType, types.CodeType, types.GenericAlias,
        types.GetSetDescriptorType, types.MemberDescriptorType, types.MethodDescriptorType,
        types.ModuleType, types.UnionType, types.WrapperDescriptorType,
        type(vars(namedtuple("_One", "field"))["field"]),
    }
)  # fmt: skip
_IMMUTABLE_MODULES = frozenset({"__future__", "_abc", "datetime", "fractions", "ipaddress",
                                "logging", "pathlib", "re", "typing"})  # fmt: skip
"""Modules whose objects do not change, or not so that anyone could tell."""

_TRANSPARENT_MODULES = frozenset({"abc", "attr", "boardwright", "collections", "dataclasses",
                                  "enum", "grafana_foundation_sdk", "grafanalib", "string",
                                  "types"})  # fmt: skip
"""Modules, beside the user's, of whose objects all that changes can be seen."""

_NOT_STATE = frozenset(
    {"__builtins__", "__cached__", "__file__", "__loader__", "__package__", "__path__", "__spec__"}
    | {"__slotnames__", "__warningregistry__"}
)
"""What Python itself keeps on modules and classes, when it imports, copies and warns."""


class Snapshot:
    """What a module holds, and all that can be reached from there.

    Args:
        module: The module.
        is_user: Tells from a module's name whether the user wrote it.
    """

    def __init__(self, module: types.ModuleType, is_user: Callable[[str], bool]) -> None:
        self._is_user = is_user
        self._contents: list[tuple[Any, Content]] = []
        self._visited: dict[int, object] = {}
        self.opaque = False
        """Whether there is something in it that may change unseen: an iterator, say."""
        self._walk([module])

    def holds(self, value: object) -> bool:
        """Return whether an object can be reached from the module."""
        return id(value) in self._visited

    def changed(self) -> bool:
        """Return whether anything changed since."""
        return any(not _same(_content(value), old) for value, old in self._contents)

    def _walk(self, waiting: list[Any]) -> None:
        while waiting and not self.opaque:
            value = waiting.pop()
            if id(value) in self._visited:
                continue
            self._visited[id(value)] = value
            if isinstance(value, type) and not self._is_user(str(value.__module__)):
                continue
            if not self._is_seen_through(value):
                self.opaque = True
                return
            content = _content(value)
            self._contents.append((value, content))
            waiting += (item for item in content if type(item) not in _ATOMS)

    def _is_seen_through(self, value: object) -> bool:
        """Whether `_content` tells all that there is to know of an object."""
        if isinstance(value, (type, types.ModuleType)):
            return True
        return all(self._is_transparent(cls) for cls in type(value).__mro__)

    def _is_transparent(self, cls: type) -> bool:
        if cls in _IMMUTABLE or cls in _KNOWN:
            return True
        name = str(cls.__module__)
        if name in _IMMUTABLE_MODULES or name.partition(".")[0] in _TRANSPARENT_MODULES:
            return True
        return self._is_user(name) or (name, cls.__name__) == ("decimal", "Decimal")


class Surface:
    """What a library's module and its classes hold by name: what someone would patch."""

    def __init__(self, module: types.ModuleType) -> None:
        self._module, self._named = module, _named(module)
        values = [value for value in self._named if type(value) not in _ATOMS]
        own = [v for v in values if isinstance(v, type) and v.__module__ == module.__name__]
        values = [v for v in values if not isinstance(v, (type, types.FunctionType))]
        inner = [v for cls in own for v in vars(cls).values() if type(v) in (dict, list, set)]
        self._contents = [(value, _content(value)) for value in (*own, *values, *inner)]

    def changed(self) -> bool:
        """Return whether anything changed since."""
        return not _same(_named(self._module), self._named) or any(
            not _same(_content(value), old) for value, old in self._contents
        )


def _named(module: types.ModuleType) -> Content:
    """Return a module's names and values, without other modules: those come as they are used."""
    return tuple(
        item
        for name, value in vars(module).items()
        if name not in _NOT_STATE and not isinstance(value, types.ModuleType)
        for item in (name, value)
    )


_ATOMS = _IMMUTABLE - {object}
_KNOWN = frozenset(
    {*_CONTAINERS, *_METHODS_OF_C, types.FunctionType, types.CellType, types.MethodType}
    | {functools.partial, staticmethod, classmethod, property}
)


def _same(new: Content, old: Content) -> bool:
    return len(new) == len(old) and all(map(is_, new, old))


def _content(value: Any) -> Content:
    """Return the objects that an object holds, always in the same order."""
    if isinstance(value, (types.ModuleType, type)):
        return tuple(_items(vars(value)))
    if type(value).__module__ in _IMMUTABLE_MODULES:
        return ()
    return (*_inner(value), *_items(getattr(value, "__dict__", {})), *_slots(value))


def _inner(value: Any) -> Iterable[Any]:
    for kinds, names in _PARTS:
        if isinstance(value, kinds):
            return [getattr(value, name, None) for name in names]
    if isinstance(value, (dict, types.MappingProxyType)):
        return _items(value)
    return value if isinstance(value, _CONTAINERS) else ()


def _items(mapping: Any) -> Iterator[Any]:
    for key, value in mapping.items():
        if key not in _NOT_STATE:
            yield key
            yield value


def _slots(value: Any) -> Iterator[Any]:
    yield type(value)
    for cls in type(value).__mro__:
        slots = vars(cls).get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            hidden = name.startswith("__") and not name.endswith("__")
            found = f"_{cls.__name__.lstrip('_')}{name}" if hidden else name
            yield getattr(value, found, None)
