"""Evaluates the syntax tree of a declaration, so that the declaration is tested before it is
written to a file.

The result is the same as the result of loading a module that contains the declaration.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attr

from boardwright.schema.board_traversal import map_panels, map_targets, map_variables
from boardwright.schema.document import ORIGIN, Board, Origin, Place
from boardwright.source.import_names import resolve_name
from boardwright.source.syntax_tree import (
    ClassCall,
    Entries,
    Items,
    Name,
    Node,
    UnpackedCall,
    Value,
)

PLACE = Place(file="")
_TRACKED = ("Dashboard", "Row", "Panel", "AlertList", "Target", "Template")
"""If the name of a grafanalib class ends with one of these words, boardwright records the arguments
of each call of the class.
"""

_SCALARS = frozenset({bool, float, int, str, type(None)})


class Evaluator:
    """Evaluates syntax trees, and records the constructor arguments that are passed to each
    object.
    """

    def __init__(self) -> None:
        self._asked: dict[int, tuple[object, frozenset[str]]] = {}

    def evaluate_board(self, node: Node) -> Board:
        """Return the declared board as JSON data. The data contains source positions, as after
        loading a module.

        Raises:
            Exception: grafanalib rejects an argument.
        """
        board = map_variables(_with_origin(self.to_json(self.evaluate(node))), _with_origin)
        return map_panels(board, lambda panel: map_targets(_with_origin(panel), _with_origin))

    def evaluate(self, node: Node) -> Any:
        """Return the object to which a node of a declaration evaluates."""
        match node:
            case Value():
                return node.value
            case Items():
                return [value for item in node.items for value in self._evaluate_item(item)]
            case Entries():
                return {key: self.evaluate(item) for key, item in node.entries}
            case Name():
                return resolve_name(node.name)
            case ClassCall():
                return self._evaluate_call(node)
            case _:
                raise TypeError(f"nodes of the class {type(node).__name__} cannot be evaluated")

    def _evaluate_item(self, item: Node) -> list[Any]:
        found = (
            self.evaluate(item.call) if isinstance(item, UnpackedCall) else [self.evaluate(item)]
        )
        return [*found]

    def _evaluate_call(self, node: ClassCall) -> Any:
        arguments = [self.evaluate(item) for item in node.arguments]
        keywords = {keyword: self.evaluate(item) for keyword, item in node.keywords}
        function = resolve_name(node.function)
        result = function(*arguments, **keywords)
        if isinstance(function, type):
            self._asked[id(result)] = (result, frozenset(keywords))
        elif node.function == "with_json":
            self._asked[id(result)] = (result, self._asked[id(arguments[0])][1])
        for copy, original in iter_copied_panels(node.function, result, arguments):
            if id(original) in self._asked:
                self._asked[id(copy)] = (copy, self._asked[id(original)][1])
        return result

    def to_json(self, value: Any) -> Any:
        """Return an object as JSON data, with the arguments that this evaluator recorded."""
        if type(value) in _SCALARS:
            return value
        if isinstance(value, dict):
            return {key: self.to_json(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.to_json(item) for item in value]
        if not hasattr(value, "to_json_data"):
            return value
        data = self.to_json(value.to_json_data())
        known = self._asked.get(id(value))
        if known is None or not is_tracked(type(value)):
            return data
        return {**data, ORIGIN: Origin(place=PLACE, explicit_arguments=known[1])}


def iter_copied_panels(
    function: str, result: Any, arguments: list[Any]
) -> Iterator[tuple[Any, Any]]:
    """Yield each copy of a panel that a layout function of `boardwright.library` made, together
    with the original panel.
    """
    if function == "show":
        yield result, arguments[0]
    elif function == "auto_grid":
        yield from zip(result, arguments[0], strict=True)
    elif function == "tab":
        yield from zip(result.panels, arguments[1], strict=True)
    elif function == "row":
        yield from zip(result[1:], arguments[1], strict=True)


def is_tracked(cls: type) -> bool:
    """Return whether boardwright, when it loads a module, records the constructor arguments of
    objects of this class.
    """
    root = next((base for base in reversed(cls.__mro__) if attr.has(base)), cls)
    return root.__name__.endswith(_TRACKED)


def _with_origin(owner: Board) -> Board:
    """Return a board, panel, query or variable with a source position, as loading a module would
    add it.
    """
    return owner if ORIGIN in owner else {**owner, ORIGIN: Origin(place=PLACE)}
