"""The words that generated source may use: where each is imported from, and what it is."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from boardwright.source.tree import Call, Name, Node, children

CORE = "grafanalib.core"
LIBRARY = "boardwright.library"
PROMQL = "boardwright.promql"
UNITS = "units"

_UNITS_MODULE = "grafanalib.formatunits"
_UNITS_IMPORT = ("grafanalib", f"formatunits as {UNITS}")


@cache
def meaning(word: str) -> Any:
    """Return the function, class or constant that a word stands for in generated source.

    Raises:
        KeyError: It is none of the vocabulary.
    """
    head, _, attribute = word.partition(".")
    if head == UNITS:
        return getattr(import_module(_UNITS_MODULE), attribute)
    found = getattr(import_module(home(head)), head)
    return getattr(found, attribute) if attribute else found


@cache
def home(word: str) -> str:
    """Return the module that a word is imported from.

    Raises:
        KeyError: It is none of the vocabulary.
    """
    for module in (CORE, LIBRARY, PROMQL):
        if word in _public(module):
            return module
    raise KeyError(word)


@cache
def is_promql(word: str) -> bool:
    """Whether a word is one of `boardwright.promql`, and of no other module that source uses."""
    try:
        return home(word) == PROMQL
    except KeyError:
        return False


@cache
def _public(module: str) -> frozenset[str]:
    found = import_module(module)
    return frozenset(getattr(found, "__all__", None) or vars(found))


def imports_of(words: set[str]) -> dict[str, frozenset[str]]:
    """Return what a module imports that uses words of the vocabulary."""
    found: dict[str, set[str]] = {}
    for word in words:
        head = word.partition(".")[0]
        module, name = _UNITS_IMPORT if head == UNITS else (home(head), head)
        found.setdefault(module, set()).add(name)
    return {module: frozenset(names) for module, names in found.items()}


def words_of(node: Node) -> set[str]:
    """Return the names and functions in a node."""
    found: set[str] = set()
    stack: list[Node] = [node]
    while stack:
        each = stack.pop()
        if isinstance(each, Name):
            found.add(each.name)
        elif isinstance(each, Call):
            found.add(each.function)
        stack += [item for _, item in children(each)]
    return found
