"""The classes for the syntax tree of generated Python modules. A generated module consists only of
these nodes.

Text from a board is a `Value` or part of a `TextWithNames`, and is always written as a literal. All
other parts (names, keywords, functions) must be valid Python names, which is checked. Therefore
text from a board cannot become code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import lru_cache
from keyword import iskeyword
from typing import Any
from unicodedata import normalize

from boardwright.frozen import frozen

Scalar = str | int | float | bool | None

SPREAD = "**"
"""The key of an entry that unpacks a dict: `**options` in a call or in another dict."""


@lru_cache(maxsize=10_000)
def is_name(text: str) -> bool:
    """Return whether a text is a valid Python name in Unicode's normal form, and not a keyword."""
    return text.isidentifier() and not iskeyword(text) and normalize("NFKC", text) == text


@lru_cache(maxsize=10_000)
def check_python_name(name: str) -> str:
    """Return the text if it is a Python name, or several Python names joined by dots.

    Raises:
        ValueError: The text does not consist of Python names joined by dots.
    """
    if not all(map(is_name, name.split("."))):
        raise ValueError(f"{name!r} is not a Python name")
    return name


class _HashedNode:
    """A node that stores its hash, because nodes are looked up in dicts many times."""

    _key: tuple[object, ...]
    _hash: int

    def _set_key(self, *key: object) -> None:
        self.__dict__.update(_key=key, _hash=hash((type(self).__name__, *key)))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other) or not isinstance(other, _HashedNode):
            return False
        return self._hash == other._hash and self._key == other._key


@frozen(kw_only=False, eq=False)
class Value(_HashedNode):
    """A literal: text, a number, True, False or None. Unlike in Python, `1`, `1.0` and `True` are
    not equal.
    """

    value: Scalar

    def __post_init__(self) -> None:
        self._set_key(type(self.value), repr(self.value))


@frozen(kw_only=False)
class Name:
    """A name that the module defines or imports, such as `units.SECONDS`."""

    name: str

    def __post_init__(self) -> None:
        check_python_name(self.name)


@frozen(kw_only=False, eq=False)
class TextWithNames(_HashedNode):
    """An f-string, such as `f"rate(up{NODE}[5m])"`."""

    parts: tuple[str | Name, ...]

    def __post_init__(self) -> None:
        self._set_key(self.parts)


@frozen(kw_only=False, eq=False)
class Items(_HashedNode):
    """A list literal."""

    items: tuple[Node, ...]

    def __post_init__(self) -> None:
        self._set_key(self.items)


@frozen(kw_only=False, eq=False)
class Entries(_HashedNode):
    """A dict literal with text as keys."""

    entries: tuple[tuple[str, Node], ...]

    def __post_init__(self) -> None:
        self._set_key(self.entries)


@frozen(kw_only=False, eq=False)
class ClassCall(_HashedNode):
    """A call of a class or function, such as `Target(expr="up")`."""

    function: str
    arguments: tuple[Node, ...] = ()
    keywords: tuple[tuple[str, Node], ...] = ()

    def __post_init__(self) -> None:
        check_python_name(self.function)
        for keyword, _ in self.keywords:
            if keyword != SPREAD:
                check_python_name(keyword)
        self._set_key(self.function, self.arguments, self.keywords)


@frozen(kw_only=False)
class UnpackedName:
    """The items of a list, unpacked among other items: `*queries`."""

    name: Name


@frozen(kw_only=False, eq=False)
class UnpackedCall(_HashedNode):
    """The items of the list that a call returns, unpacked: `*row("CPU", [usage])`."""

    call: ClassCall

    def __post_init__(self) -> None:
        self._set_key(self.call)


Node = Value | TextWithNames | Items | Entries | Name | ClassCall | UnpackedName | UnpackedCall
Parts = list[tuple[str, Node]]
Keywords = tuple[tuple[str, Node], ...]


@frozen(kw_only=False)
class Assign:
    """An assignment: `name = value`, or `name: annotation = value`."""

    name: str
    value: Node
    annotation: str = ""

    def __post_init__(self) -> None:
        check_python_name(self.name)


@frozen(kw_only=False)
class Parameter:
    """A parameter of a function. `star` is `*` or `**` if the parameter accepts any number of
    arguments.
    """

    name: str
    annotation: str
    default: Node | None = None
    star: str = ""

    def __post_init__(self) -> None:
        check_python_name(self.name)


@frozen(kw_only=False)
class Function:
    """A function that consists of a return statement."""

    name: str
    parameters: tuple[Parameter, ...]
    returns: str
    docstring: str
    body: Node

    def __post_init__(self) -> None:
        check_python_name(self.name)


Statement = Assign | Function


@frozen
class Module:
    """A module of Python source.

    Attributes:
        docstring: The paragraphs of the module's docstring.
        imports: Module -> the names that are imported from it.
        body: The statements of the module, in order.
    """

    docstring: tuple[str, ...]
    imports: Mapping[str, frozenset[str]] = field(default_factory=dict)
    body: tuple[Statement, ...]


def list_children(node: Node) -> Parts:
    """Return the nodes directly inside a node, each with its keyword or key; with an empty text if
    the inner node has neither.
    """
    children: Parts = _CHILDREN[type(node)](node)
    return children


_CHILDREN: Mapping[type, Callable[[Any], Parts]] = {
    ClassCall: lambda node: [*[("", item) for item in node.arguments], *node.keywords],
    Entries: lambda node: [*node.entries],
    Items: lambda node: [("", item) for item in node.items],
    Name: lambda node: [],
    TextWithNames: lambda node: [("", part) for part in node.parts if isinstance(part, Name)],
    UnpackedCall: lambda node: [("", node.call)],
    UnpackedName: lambda node: [("", node.name)],
    Value: lambda node: [],
}


def walk_nodes(node: Node, label: str = "") -> Iterator[tuple[Node, str]]:
    """Yield every node of a tree with the node's keyword or key. A node comes before the nodes
    inside it.
    """
    waiting = [(label, node)]
    while waiting:
        label, node = waiting.pop()
        yield node, label
        waiting += reversed(list_children(node))


NodeChange = Callable[[Node, str], Node | None]
"""A function that is called with a node and the node's keyword or key, and returns the node that
replaces it. If the function returns None, the node stays, and `rewrite_tree` calls the function
with the nodes inside it.
"""


def rewrite_tree(node: Node, change: NodeChange, label: str = "") -> Node:
    """Return a tree in which the function `change` has replaced some nodes. Nodes inside a replaced
    node are not visited.
    """
    new = change(node, label)
    if new is not None:
        return new
    parts = list_children(node)
    items = [rewrite_tree(item, change, word) for word, item in parts]
    if all(item is old for item, (_, old) in zip(items, parts, strict=True)):
        return node
    return _with_children(node, items)


def replace_nodes(node: Node, replacements: Mapping[Any, Node]) -> Node:
    """Return a tree in which some nodes are replaced by other nodes."""
    return rewrite_tree(node, lambda each, label: replacements.get(each)) if replacements else node


def _with_children(node: Node, items: Sequence[Node]) -> Node:
    if isinstance(node, Items):
        return Items(tuple(items))
    if isinstance(node, Entries):
        return Entries(tuple(zip((key for key, _ in node.entries), items, strict=True)))
    if isinstance(node, ClassCall):
        count = len(node.arguments)
        words = (word for word, _ in node.keywords)
        keywords = tuple(zip(words, items[count:], strict=True))
        return ClassCall(node.function, tuple(items[:count]), keywords)
    if isinstance(node, UnpackedCall) and isinstance(items[0], ClassCall):
        return UnpackedCall(items[0])
    return node


def to_node(value: Any) -> Node:
    """Return JSON data as a literal."""
    if isinstance(value, dict):
        return Entries(tuple((key, to_node(item)) for key, item in value.items()))
    if isinstance(value, (list, tuple)):
        return Items(tuple(map(to_node, value)))
    return Value(value)


def read_text(node: Node) -> str:
    """Return the text of a text literal; empty for every other node."""
    return node.value if isinstance(node, Value) and isinstance(node.value, str) else ""


def collect_used_names(nodes: Iterable[Node]) -> set[str]:
    """Return all names that these nodes use, including the names of functions."""
    names: set[str] = set()
    for tree in nodes:
        for each, _ in walk_nodes(tree):
            if isinstance(each, Name):
                names.add(each.name)
            elif isinstance(each, ClassCall):
                names.add(each.function)
    return names
