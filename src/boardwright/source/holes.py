"""Where trees that are alike differ: the places become parameters of a function, or of a loop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from boardwright.source.expressions import is_expression
from boardwright.source.measuring import told_apart
from boardwright.source.naming import Names
from boardwright.source.tree import (
    Call,
    Entries,
    Items,
    Name,
    Node,
    Parameter,
    Value,
    children,
    head,
    rebuilt,
)

QUERY = "expr"
"""What queries are the values of."""

_QUERIES = frozenset({QUERY, "query", "series"})

_SHORT = {
    "dataSource": "source",
    "format": "unit",
    "id": "panel_id",
    "legendFormat": "legend",
}
"""What the parameter for an argument is called, where not as that."""


_DATA: Mapping[type, str] = {Entries: "dict[str, Any]", Items: "list[Any]"}


@dataclass(frozen=True, slots=True)
class Hole:
    """A place where some panels differ.

    Attributes:
        label: The argument or key that it is the value of.
        values: What stands there, panel by panel.
    """

    label: str
    values: tuple[Node, ...]


Known = Mapping[tuple[Node, ...], Name]
"""What stands for the values of a place."""


def common(nodes: Sequence[Node], label: str, holes: list[Hole], known: Known) -> Node:
    """Return what nodes have in common, a name where they differ; the places go to `holes`."""
    first = nodes[0]
    if all(node == first for node in nodes):
        return first
    if not isinstance(first, (Name, Value)) and all(head(node) == head(first) for node in nodes):
        if label == QUERY and is_expression(first) and _differs_much(tuple(nodes)):
            return _parameter(nodes, label, holes, known)
        sides = zip(*([item for _, item in children(node)] for node in nodes), strict=True)
        words = (_label(first, word, label) for word, _ in children(first))
        return rebuilt(
            first,
            [common(each, word, holes, known) for word, each in zip(words, sides, strict=True)],
        )
    return _parameter(nodes, label, holes, known)


def _parameter(nodes: Sequence[Node], label: str, holes: list[Hole], known: Known) -> Node:
    """Return the name for a place where nodes differ; the place goes to `holes`."""
    if label == "value" and all(map(is_expression, nodes)):
        label = "series"
    hole = Hole(label, tuple(nodes))
    holes.append(hole)
    return known.get(hole.values, nodes[0])


@lru_cache(maxsize=1_000)
def _differs_much(queries: tuple[Node, ...]) -> bool:
    """Whether queries differ in more than one value, so that they are best given whole."""
    holes: list[Hole] = []
    common(queries, "", holes, {})
    return len(distinct(holes)) > 1


def _label(owner: Node, word: str, label: str) -> str:
    """Return what a part of a node is the value of: items of a list, of what the list is."""
    if isinstance(owner, Call) and owner.function == "metric":
        return word or "series"
    return word or (label if isinstance(owner, Items) else "value")


def shape(node: Node, *, queries: bool = True) -> object:
    """Return what a node is made of besides its values; and besides its queries, if asked for."""
    inner = tuple(
        shape(item, queries=queries) if queries or word != QUERY else None
        for word, item in children(node)
    )
    return (head(node), inner) if inner else None


def distinct(holes: list[Hole]) -> list[Hole]:
    """Return the places without those that always have the value of another."""
    found: dict[tuple[Node, ...], Hole] = {}
    for hole in holes:
        found.setdefault(hole.values, hole)
    return list(found.values())


def parameters(holes: list[Hole], words: Iterable[str]) -> tuple[Parameter, ...]:
    """Return a parameter for each place, called like no word that the body uses."""
    names = Names({word.partition(".")[0] for word in words})
    told = _told(holes)
    return tuple(
        Parameter(
            names.new(told.get(turn) or _SHORT.get(hole.label, hole.label), otherwise="value"),
            annotation_of(hole.values),
        )
        for turn, hole in enumerate(holes)
    )


def _told(holes: list[Hole]) -> dict[int, str]:
    """Return what the queries measure, by their turn, where there are several."""
    turns = [turn for turn, hole in enumerate(holes) if hole.label in _QUERIES]
    if len(turns) < 2:
        return {}
    return dict(zip(turns, told_apart([holes[turn].values for turn in turns]), strict=True))


def annotation_of(values: Iterable[Node]) -> str:
    """Return the type of some values, as an annotation."""
    return " | ".join(sorted({_type(value) for value in values}, key=_type_order))


def _type(node: Node) -> str:
    if isinstance(node, Value):
        return "None" if node.value is None else type(node.value).__name__
    if isinstance(node, Name):
        return "str" if "." in node.name else "int"
    if is_expression(node):
        return "Expr"
    return _DATA.get(type(node), "Any")


def _type_order(name: str) -> tuple[bool, str]:
    return name == "None", name
