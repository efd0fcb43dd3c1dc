"""What generated source declares, worked out from its tree, so that it can be proved before it is
written.

This is what `project` does with the module's text, for the few things that source is made of.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

import attr

from boardwright.promql.expr import Expr
from boardwright.schema.document import ORIGIN, Board, Origin, Place
from boardwright.schema.walking import map_panels, map_targets, map_variables
from boardwright.source.tree import (
    SPREAD,
    Call,
    Entries,
    Index,
    Items,
    Name,
    Node,
    Operation,
    Value,
)
from boardwright.source.vocabulary import meaning

PLACE = Place(file="")
_TRACKED = ("Dashboard", "Row", "Panel", "AlertList", "Target", "Template")
"""What grafanalib's classes are called whose arguments the project notes."""


_SCALARS = frozenset({bool, float, int, str, type(None)})

_OPERATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": operator.mod,
}


class Evaluator:
    """Works out trees.

    Args:
        names: What the module's own names stand for.
    """

    def __init__(self, names: Mapping[str, Node] | None = None) -> None:
        self._names = names or {}
        self._asked: dict[int, tuple[object, frozenset[str]]] = {}

    def board(self, node: Node) -> Board:
        """Return a board as the JSON data that it is loaded as, with origins.

        Raises:
            Exception: grafanalib refuses an argument.
        """
        return _all_marked(self.plain(self.value(node)))

    def value(self, node: Node) -> Any:
        """Return the object that a node stands for."""
        if isinstance(node, Value):
            return node.value
        if isinstance(node, Items):
            return [self.value(item) for item in node.items]
        if isinstance(node, Entries):
            return {key: self.value(item) for key, item in node.entries}
        if isinstance(node, Name):
            known = self._names.get(node.name)
            return meaning(node.name) if known is None else self.value(known)
        return self._called(node) if isinstance(node, Call) else self._expression(node)

    def _expression(self, node: Node) -> Any:
        if isinstance(node, Index):
            return self.value(node.owner)[self.value(node.index)]
        if not isinstance(node, Operation):
            raise TypeError("a loop is written when all else is proved")
        return _OPERATIONS[node.operator](self.value(node.left), self.value(node.right))

    def _called(self, node: Call) -> Any:
        arguments = [self.value(item) for item in node.arguments]
        keywords: dict[str, Any] = {}
        for keyword, item in node.keywords:
            keywords |= self.value(item) if keyword == SPREAD else {keyword: self.value(item)}
        made = meaning(node.function)(*arguments, **keywords)
        if isinstance(meaning(node.function), type):
            self._asked[id(made)] = (made, frozenset(keywords))
        elif node.function == "with_json":
            self._asked[id(made)] = (made, self._asked[id(arguments[0])][1])
        return made

    def plain(self, value: Any) -> Any:
        """Return an object as JSON data, with the origins of what this made."""
        if type(value) in _SCALARS:
            return value
        if isinstance(value, dict):
            return {key: self.plain(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.plain(item) for item in value]
        if isinstance(value, Expr):
            return str(value)
        if hasattr(value, "to_json_data"):
            return self._with_origin(value, self.plain(value.to_json_data()))
        return value

    def _with_origin(self, value: Any, data: Any) -> Any:
        known = self._asked.get(id(value))
        if known is None or not is_tracked(type(value)):
            return data
        return {**data, ORIGIN: Origin(place=PLACE, asked=known[1])}


def is_tracked(cls: type) -> bool:
    """Whether the project notes which arguments were given to objects of a class."""
    root = next((base for base in reversed(cls.__mro__) if attr.has(base)), cls)
    return root.__name__.endswith(_TRACKED)


def _all_marked(board: Board) -> Board:
    """Return a board with an origin on what was declared as plain data, as projects load it."""
    board = map_variables(_marked(board), _marked)
    return map_panels(board, lambda panel: map_targets(_marked(panel), _marked))


def _marked(owner: Board) -> Board:
    return owner if ORIGIN in owner else {**owner, ORIGIN: Origin(place=PLACE)}
