"""Replacing parts of trees."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from boardwright.source.tree import Call, Entries, Items, Node

Change = Callable[[Node, str], Node | None]
"""From a node, and what it is the value of, to what stands in its place; None to look inside."""


def rewritten(node: Node, change: Change, label: str = "") -> Node:
    """Return a tree with parts of it changed, the outermost first."""
    new = change(node, label)
    if new is not None:
        return new
    if isinstance(node, Items):
        return Items(tuple(rewritten(item, change) for item in node.items))
    if isinstance(node, Entries):
        return Entries(tuple((key, rewritten(item, change, key)) for key, item in node.entries))
    if isinstance(node, Call):
        arguments = tuple(rewritten(item, change) for item in node.arguments)
        keywords = tuple((word, rewritten(item, change, word)) for word, item in node.keywords)
        return Call(node.function, arguments, keywords)
    return node


def walked(node: Node, label: str = "") -> Iterator[tuple[Node, str]]:
    """Yield every node of a tree and what it is the value of, outer ones first."""
    yield node, label
    if isinstance(node, Items):
        for item in node.items:
            yield from walked(item)
    elif isinstance(node, Entries):
        for key, item in node.entries:
            yield from walked(item, key)
    elif isinstance(node, Call):
        for item in node.arguments:
            yield from walked(item)
        for word, item in node.keywords:
            yield from walked(item, word)
