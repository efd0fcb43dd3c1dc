"""Lists the names that a generated module can import, with the modules that define these names and
their values.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from typing import Any

CORE = "grafanalib.core"
LIBRARY = "boardwright.library"
UNITS = "units"

_UNITS_MODULE = "grafanalib.formatunits"
_UNITS_IMPORT = ("grafanalib", f"formatunits as {UNITS}")


@cache
def resolve_name(name: str) -> Any:
    """Return the function, class or constant for a name in a generated module.

    Raises:
        KeyError: Generated source never imports this name.
    """
    head, _, attribute = name.partition(".")
    if head == UNITS:
        return getattr(import_module(_UNITS_MODULE), attribute)
    value = getattr(import_module(find_module(head)), head)
    return getattr(value, attribute) if attribute else value


@cache
def find_module(name: str) -> str:
    """Return the module from which a generated module imports a name.

    Raises:
        KeyError: Generated source never imports this name.
    """
    for module in (CORE, LIBRARY):
        if name in _list_public_names(module):
            return module
    raise KeyError(name)


@cache
def _list_public_names(module: str) -> frozenset[str]:
    found = import_module(module)
    return frozenset(getattr(found, "__all__", None) or vars(found))


def find_imports(names: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the imports that these names need: module -> names that it defines."""
    imports: dict[str, set[str]] = {}
    for name in names:
        head = name.partition(".")[0]
        module, imported = _UNITS_IMPORT if head == UNITS else (find_module(head), head)
        imports.setdefault(module, set()).add(imported)
    return {module: frozenset(names) for module, names in imports.items()}
