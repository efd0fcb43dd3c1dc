"""Detects whether a user's module changed an imported library, because a changed library would
affect modules that the same process loads later.

For example, a module may replace a function of grafanalib, or append to a list of a library. The
class `LibraryState` compares the modules, classes and shared values of libraries with an earlier
snapshot.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable
from operator import is_
from types import FunctionType, MappingProxyType, ModuleType
from typing import Any

from boardwright.loading.source_scan import LIBRARIES, STANDARD

_SHARED = LIBRARIES - {"boardwright"} | {"boardwright.library", "boardwright.promql"} | STANDARD
_BUSY = frozenset(
    {"_abc", "abc", "ast", "copyreg", "enum", "functools", "linecache", "logging", "typing"}
)
"""Modules that boardwright does not compare with the snapshot, because Python changes these modules
in normal use or because users do not change these modules.
"""

_CONTAINERS = (dict, list, set, deque, tuple, MappingProxyType)
_FIXED = (FunctionType, ModuleType, property, classmethod, staticmethod)
_BOOKKEEPING = frozenset(
    {"__abstractmethods__", "__slotnames__", "__warningregistry__", "cls_counter"}
)
"""Attributes that Python and attrs change in normal use. For example, attrs counts calls of
`attr.ib` in `cls_counter`.
"""

_CACHES = frozenset({"_cache", "_cache2", "_value2member_map_", "path_importer_cache"})
"""Dicts in which Python caches compiled regular expressions, combinations of flags, and folders
from which it imports.
"""

_RESTORED = frozenset({"argv", "path", "stderr", "stdout"})
"""Attributes of `sys` that boardwright sets before it loads each file."""

_HEAP_TYPE = 1 << 9
"""The bit `Py_TPFLAGS_HEAPTYPE` in the flags of a class, which is missing in classes such as `int`
whose attributes cannot be changed.
"""

_DEPTH = 4

Snapshot = dict[Any, Any] | list[Any]


class LibraryState:
    """A snapshot of the libraries that are loaded."""

    def __init__(self) -> None:
        self._held: list[tuple[Any, Snapshot]] = []
        self._seen: set[int] = set()
        for name, module in list(sys.modules.items()):
            if isinstance(module, ModuleType) and _is_shared(name):
                self._record_object(module, 0)

    def has_changed(self) -> bool:
        """Return whether an attribute or item of a library was changed after the snapshot."""
        return any(_differs_from_snapshot(owner, snapshot) for owner, snapshot in self._held)

    def _record_object(self, owner: Any, depth: int) -> None:
        if id(owner) in self._seen or depth > _DEPTH:
            return
        self._seen.add(id(owner))
        snapshot = _take_snapshot(owner)
        if not isinstance(owner, tuple):
            self._held.append((owner, snapshot))
        for value in _list_values(snapshot):
            if _is_changeable(value):
                self._record_object(value, depth + 1)


def _is_shared(name: str) -> bool:
    parts = name.split(".")
    return name not in _BUSY and bool({".".join(parts[:n]) for n in (1, 2)} & _SHARED)


def _is_changeable(value: Any) -> bool:
    if isinstance(value, type):
        return _is_shared(value.__module__) and bool(value.__flags__ & _HEAP_TYPE)
    if isinstance(value, _CONTAINERS):
        return True
    is_instance = not isinstance(value, _FIXED) and hasattr(value, "__dict__")
    return is_instance and _is_shared(type(value).__module__)


def _read_content(owner: Any) -> Any:
    return owner if isinstance(owner, _CONTAINERS) else vars(owner)


def _take_snapshot(owner: Any) -> Snapshot:
    content = _read_content(owner)
    return dict(content) if isinstance(content, (dict, MappingProxyType)) else [*content]


def _list_values(snapshot: Snapshot) -> Iterable[Any]:
    if isinstance(snapshot, list):
        return snapshot
    return (value for name, value in snapshot.items() if name not in _CACHES)


def _differs_from_snapshot(owner: Any, old: Snapshot) -> bool:
    new = _read_content(owner)
    if isinstance(old, list):
        return len(new) != len(old) or not all(map(is_, new, old))
    if len(new) == len(old) and all(map(is_, new.values(), old.values())):
        return False
    new, old = _drop_modules(new), _drop_modules(old)
    return new.keys() != old.keys() or any(new[name] is not old[name] for name in new)


def _drop_modules(content: Any) -> dict[Any, Any]:
    """Return a dict without modules, which imports add, and without attributes that Python or
    boardwright changes.
    """
    return {
        name: value
        for name, value in content.items()
        if not isinstance(value, ModuleType) and name not in _BOOKKEEPING | _RESTORED
    }
