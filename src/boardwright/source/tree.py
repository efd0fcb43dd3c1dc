"""Python source as values: the only things that a generated module is made of.

A board's text comes in as `Value` alone, which the renderer writes as a literal. Everything that is
not a literal (names, keywords, functions) is checked to be a Python name when it is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from keyword import iskeyword
from typing import Any
from unicodedata import normalize

Scalar = str | int | float | bool | None


def is_name(text: str) -> bool:
    """Whether a text is a name that Python takes as it is: normalised, and no keyword."""
    return text.isidentifier() and not iskeyword(text) and normalize("NFKC", text) == text


def checked_name(name: str) -> str:
    """Return a name, with dots between its parts or none, that Python takes.

    Raises:
        ValueError: It is none.
    """
    if not all(map(is_name, name.split("."))):
        raise ValueError(f"{name!r} is no Python name")
    return name


class _Hashed:
    """A node that knows its hash, since trees are looked up by what they are, again and again."""

    __slots__ = ("_hash", "_key")

    _key: tuple[object, ...]
    _hash: int

    def _know(self, *key: object) -> None:
        object.__setattr__(self, "_key", key)
        object.__setattr__(self, "_hash", hash((type(self).__name__, *key)))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other) or not isinstance(other, _Hashed):
            return False
        return self._hash == other._hash and self._key == other._key


@dataclass(frozen=True, slots=True, eq=False)
class Value(_Hashed):
    """A literal: text, a number, True, False or None; `1`, `1.0` and `True` are three."""

    value: Scalar

    def __post_init__(self) -> None:
        self._know(type(self.value), repr(self.value))


@dataclass(frozen=True, slots=True, eq=False)
class Items(_Hashed):
    """A list."""

    items: tuple[Node, ...]

    def __post_init__(self) -> None:
        self._know(self.items)


@dataclass(frozen=True, slots=True, eq=False)
class Entries(_Hashed):
    """A dict with text for keys."""

    entries: tuple[tuple[str, Node], ...]

    def __post_init__(self) -> None:
        self._know(self.entries)


@dataclass(frozen=True, slots=True)
class Name:
    """A name that the module defines or imports; `units.SECONDS` has a dot."""

    name: str

    def __post_init__(self) -> None:
        checked_name(self.name)


@dataclass(frozen=True, slots=True, eq=False)
class Call(_Hashed):
    """A call: `Target(expr="up")`."""

    function: str
    arguments: tuple[Node, ...] = ()
    keywords: tuple[tuple[str, Node], ...] = ()

    def __post_init__(self) -> None:
        checked_name(self.function)
        for keyword, _ in self.keywords:
            checked_name(keyword)
        self._know(self.function, self.arguments, self.keywords)


Node = Value | Items | Entries | Name | Call


@dataclass(frozen=True, slots=True)
class Assign:
    """`name = value`, or `name: annotation = value`."""

    name: str
    value: Node
    annotation: str = ""

    def __post_init__(self) -> None:
        checked_name(self.name)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a function, with its type."""

    name: str
    annotation: str

    def __post_init__(self) -> None:
        checked_name(self.name)


@dataclass(frozen=True, slots=True)
class Function:
    """A function that returns one value."""

    name: str
    parameters: tuple[Parameter, ...]
    returns: str
    docstring: str
    body: Node

    def __post_init__(self) -> None:
        checked_name(self.name)


Statement = Assign | Function


@dataclass(frozen=True, kw_only=True, slots=True)
class Module:
    """One module.

    Attributes:
        docstring: Its paragraphs.
        imports: Module -> the names imported from it.
        body: Its statements in order.
    """

    docstring: tuple[str, ...]
    imports: Mapping[str, frozenset[str]] = field(default_factory=dict)
    body: tuple[Statement, ...]


def node_of(value: Any) -> Node:
    """Return JSON data as a literal."""
    if isinstance(value, dict):
        return Entries(tuple((key, node_of(item)) for key, item in value.items()))
    if isinstance(value, (list, tuple)):
        return items_of(value)
    return Value(value)


def items_of(values: Iterable[Any]) -> Items:
    """Return JSON data as a list of literals."""
    return Items(tuple(node_of(item) for item in values))
