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
    parts = children(node)
    items = [rewritten(item, change, word) for word, item in parts]
    return changed(node, parts, items) if parts else node


def changed(node: Node, parts: list[tuple[str, Node]], items: list[Node]) -> Node:
    """Return a node with other children; the very same where they are the same."""
    same = all(item is old for item, (_, old) in zip(items, parts, strict=True))
    return node if same else rebuilt(node, items)


def walked(node: Node, label: str = "") -> Iterator[tuple[Node, str]]:
    """Yield every node of a tree and what it is the value of, outer ones first."""
    waiting = [(label, node)]
    while waiting:
        label, node = waiting.pop()
        yield node, label
        waiting += reversed(children(node))
