"""Finds the source positions of panels that are written as dicts.

Python does not record where code creates a dict. Therefore, this module searches the text of the
declaring module for the line of each panel. The search succeeds only if the panels are written as
literals in the value of the board's variable.
"""

from __future__ import annotations

import ast
import re

from boardwright.loading.module_source import ModuleSource, find_list_items
from boardwright.schema.board_parts import PANEL_LISTS
from boardwright.schema.document import ORIGIN, Board, Json, Origin, Place


def place_literals(body: Board, source: ModuleSource, name: str) -> None:
    """Set the source positions of rows, panels and other dicts whose lines can be found in the
    module's text.

    Args:
        body: The board as JSON data. The function changes the source positions in this data.
        source: The text of the module that declares the board.
        name: The variable that contains the board, with an index if the variable contains several
            boards.
    """
    if _has_unplaced(body):
        _place_items(body, _find_node(source, name), source)


def _has_unplaced(owner: Board) -> bool:
    """Return whether a row, panel or other dict only has the source position of the dict that
    contains it.
    """
    return any(
        _is_unplaced(item, owner) or _has_unplaced(item)
        for key in PANEL_LISTS
        for item in owner.get(key) or ()
        if isinstance(item, dict)
    )


def _is_unplaced(item: Json, owner: Board) -> bool:
    origin, owner_origin = item.get(ORIGIN), owner.get(ORIGIN)
    if not isinstance(origin, Origin) or not isinstance(owner_origin, Origin):
        return False
    return origin.explicit_arguments is None and origin.place == owner_origin.place


def _find_node(source: ModuleSource, name: str) -> ast.expr | None:
    variable, *index = re.split(r"\[(\d+)\]$", name)
    node = source.find_value(variable)
    if not index:
        return node
    elements = node.elts if isinstance(node, (ast.List, ast.Tuple)) else []
    position = int(index[0])
    return elements[position] if position < len(elements) else None


def _place_items(owner: Board, node: ast.expr | None, source: ModuleSource) -> None:
    for key in PANEL_LISTS:
        items, nodes = owner.get(key), find_list_items(node, key)
        if not isinstance(items, list) or len(items) != len(nodes):
            continue
        for item, item_node in zip(items, nodes, strict=True):
            if isinstance(item, dict):
                _place_item(item, owner, item_node, source)


def _place_item(item: Json, owner: Board, node: ast.expr, source: ModuleSource) -> None:
    line: int | None = node.lineno
    value: ast.expr | None = node
    if isinstance(node, ast.Name):
        line, value = source.find_line(node.id), source.find_value(node.id)
    # inner items are placed first, because their places are compared with the old place of this
    # item
    _place_items(item, value, source)
    if _is_unplaced(item, owner):
        place = item[ORIGIN].place
        item[ORIGIN] = Origin(place=Place(file=place.file, line=line or place.line))
