"""Finds values and their lines in the syntax tree of a YAML file."""

from __future__ import annotations

from typing import Any

import yaml

from boardwright.schema.place import Place


def find_child_node(node: Any, key: str) -> Any:
    """Return the value node of a key in a YAML mapping; None if the key is missing."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for name, value in pairs if name.value == key), None)


def list_item_nodes(node: Any, key: str) -> list[Any]:
    """Return the nodes of the items of the list under a key; empty if there is no such list."""
    found = find_child_node(node, key)
    return found.value if isinstance(found, yaml.SequenceNode) else []


def find_node_place(node: Any, place: Place) -> Place:
    """Return file and line of a YAML node."""
    return Place(file=place.file, line=node.start_mark.line + 1)
