"""Replacing parts of trees."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from boardwright.source.tree import Node, children, rebuilt

Change = Callable[[Node, str], Node | None]
"""From a node, and what it is the value of, to what stands in its place; None to look inside."""


def rewritten(node: Node, change: Change, label: str = "") -> Node:
    """Return a tree with parts of it changed, the outermost first."""
    new = change(node, label)
    if new is not None:
        return new
    parts = list(children(node))
    return rebuilt(node, (rewritten(item, change, word) for word, item in parts)) if parts else node


def walked(node: Node, label: str = "") -> Iterator[tuple[Node, str]]:
    """Yield every node of a tree and what it is the value of, outer ones first."""
    yield node, label
    for word, item in children(node):
        yield from walked(item, word)
