"""Python source as values: the only things that a generated module is made of.

A board's text comes in as `Value` alone, which the renderer writes as a literal. Everything that is
not a literal (names, keywords, functions) is checked to be a Python name when it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from keyword import iskeyword
from typing import Any
from unicodedata import normalize

Scalar = str | int | float | bool | None


@lru_cache(maxsize=10_000)
def is_name(text: str) -> bool:
    """Whether a text is a name that Python takes as it is: normalised, and no keyword."""
    return text.isidentifier() and not iskeyword(text) and normalize("NFKC", text) == text


@lru_cache(maxsize=10_000)
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


SPREAD = "**"
"""Stands for the keyword of a dict whose entries are arguments."""


@dataclass(frozen=True, slots=True, eq=False)
class Call(_Hashed):
    """A call: `Target(expr="up")`."""

    function: str
    arguments: tuple[Node, ...] = ()
    keywords: tuple[tuple[str, Node], ...] = ()

    def __post_init__(self) -> None:
        checked_name(self.function)
        for keyword, _ in self.keywords:
            if keyword != SPREAD:
                checked_name(keyword)
        self._know(self.function, self.arguments, self.keywords)


@dataclass(frozen=True, slots=True, eq=False)
class Index(_Hashed):
    """An item of something: `series["5m"]`."""

    owner: Node
    index: Node

    def __post_init__(self) -> None:
        self._know(self.owner, self.index)


OPERATORS: Mapping[str, int] = {
    **dict.fromkeys(("<", "<=", ">", ">="), 1),
    **dict.fromkeys(("+", "-"), 2),
    **dict.fromkeys(("*", "/", "%"), 3),
}
"""Python's operators that source may use, and how tightly they bind."""


@dataclass(frozen=True, slots=True, eq=False)
class Operation(_Hashed):
    """Two operands: `used / size`."""

    left: Node
    operator: str
    right: Node

    def __post_init__(self) -> None:
        if self.operator not in OPERATORS:
            raise ValueError(f"{self.operator!r} is no operator of source")
        self._know(self.left, self.operator, self.right)


@dataclass(frozen=True, slots=True, eq=False)
class Each(_Hashed):
    """An item of a list that stands for several: `*(graph(title) for title in ("a", "b"))`."""

    item: Node
    names: tuple[str, ...]
    rows: tuple[tuple[Node, ...], ...]

    def __post_init__(self) -> None:
        for name in self.names:
            checked_name(name)
        self._know(self.item, self.names, self.rows)


Node = Value | Items | Entries | Name | Call | Index | Operation | Each


Parts = list[tuple[str, Node]]


def children(node: Node) -> Parts:
    """Return what a node is made of, and what each is the value of: keyword, key or nothing."""
    found: Parts = _CHILDREN[type(node)](node)
    return found


def _of_each(node: Each) -> Parts:
    return [("", node.item), *[("", value) for row in node.rows for value in row]]


_CHILDREN: Mapping[type, Callable[[Any], Parts]] = {
    Call: lambda node: [*[("", item) for item in node.arguments], *node.keywords],
    Each: _of_each,
    Entries: lambda node: [*node.entries],
    Index: lambda node: [("", node.owner), ("", node.index)],
    Items: lambda node: [("", item) for item in node.items],
    Name: lambda node: [],
    Operation: lambda node: [("", node.left), ("", node.right)],
    Value: lambda node: [],
}


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


def head(node: Node) -> tuple[object, ...]:
    """Return what a node is besides its children; two nodes of one head differ in these alone."""
    if isinstance(node, Items):
        return "items", len(node.items)
    if isinstance(node, Entries):
        return "entries", *(key for key, _ in node.entries)
    if isinstance(node, Call):
        return "call", node.function, len(node.arguments), *(word for word, _ in node.keywords)
    if isinstance(node, Operation):
        return "operation", node.operator
    return ("index",) if isinstance(node, Index) else ("end", node)


def rebuilt(node: Node, items: Iterable[Node]) -> Node:
    """Return a node with other children, as many as it has."""
    new = tuple(items)
    if isinstance(node, Items):
        return Items(new)
    if isinstance(node, Entries):
        return Entries(tuple(zip((key for key, _ in node.entries), new, strict=True)))
    if isinstance(node, Call):
        count = len(node.arguments)
        words = (word for word, _ in node.keywords)
        return Call(node.function, new[:count], tuple(zip(words, new[count:], strict=True)))
    if isinstance(node, Operation):
        return Operation(new[0], node.operator, new[1])
    return Index(*new) if isinstance(node, Index) else node


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
