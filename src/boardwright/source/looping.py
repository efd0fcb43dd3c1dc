"""Panels and queries that differ in values which stand in a table, as a loop over that table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from boardwright.source.holes import Hole, annotation_of, common, distinct, parameters, shape
from boardwright.source.layout import INDENT, Layout
from boardwright.source.rewriting import changed, walked
from boardwright.source.tree import (
    Call,
    Each,
    Entries,
    Function,
    Items,
    Name,
    Node,
    children,
    head,
)
from boardwright.source.vocabulary import words_of

FEWEST = 3
"""Items from which on a table is read faster than they are."""

MOST_COLUMNS = 5
"""With more than these nobody sees which value is which."""

MUCH_SHORTER = 0.8
"""How long a loop may be, beside what it stands for."""

LISTS = frozenset({"panels", "targets"})
"""What the lists are the values of."""


class Loops:
    """Writes lists as loops where these are shorter, and as easy to read.

    Args:
        functions: Names of the module's functions, which make panels.
        types: The types of what the module has names for.
        layout: Tells how long something is.
    """

    def __init__(
        self, functions: Collection[str], types: Mapping[str, str], layout: Layout
    ) -> None:
        self._functions, self._types, self._layout = functions, types, layout

    def looped(self, node: Node, label: str = "", indent: int = 0) -> Node:
        """Return a tree with loops in its lists of panels and queries."""
        parts = children(node)
        inner = indent + len(INDENT)
        new = [
            self.looped(item, word, inner) if word in LISTS or not word else item
            for word, item in parts
        ]
        if label in LISTS and isinstance(node, Items):
            return Items(tuple(self._items(new, inner)))
        return changed(node, parts, new) if parts else node

    def function(self, function: Function) -> Function:
        """Return a function with loops in what it returns."""
        types = {each.name: each.annotation for each in function.parameters}
        inside = Loops(self._functions, {**self._types, **types}, self._layout)
        return replace(function, body=inside.looped(function.body))

    def _items(self, items: list[Node], indent: int) -> Iterator[Node]:
        for form, group in groupby(items, self._form):
            run = list(group)
            loop = self._loop(run, indent) if form else None
            if loop:
                yield loop
            else:
                yield from self._parts(run, indent) if form else run

    def _parts(self, run: list[Node], indent: int) -> Iterator[Node]:
        """Yield items as loops over those of one shape, which differ in values alone."""
        for _, group in groupby(run, shape):
            part = list(group)
            loop = self._loop(part, indent)
            yield from [loop] if loop else part

    def _form(self, node: Node) -> object:
        """Return what items of one loop have in common; None for what is in none."""
        if not isinstance(node, Call):
            return None
        is_ours = node.function in self._functions or node.function == "Target"
        return head(node) if is_ours else None

    def _loop(self, items: list[Node], indent: int) -> Each | None:
        holes: list[Hole] = []
        if len(items) < FEWEST:
            return None
        common(items, "", holes, {})
        columns = [_titled(column, items) for column in distinct(holes)]
        if not 0 < len(columns) <= MOST_COLUMNS:
            return None
        if not all(self._is_column(column.values) for column in columns):
            return None
        names = [each.name for each in parameters(columns, words_of(items[0]))]
        known = {each.values: Name(name) for each, name in zip(columns, names, strict=True)}
        rows = tuple(zip(*(column.values for column in columns), strict=True))
        loop = Each(common(items, "", [], known), tuple(names), rows)
        return loop if self._is_better(loop, items, indent) else None

    def _is_better(self, loop: Each, items: list[Node], indent: int) -> bool:
        """Whether a loop is shorter, and the rows of its table fit on a line each."""
        if not all(self._layout.fits(row, indent + 2 * len(INDENT)) for row in loop.rows):
            return False
        lines = sum(self._layout.lines(item, indent=indent) for item in items)
        return self._layout.lines(loop, indent=indent) < lines * MUCH_SHORTER

    def _is_column(self, values: tuple[Node, ...]) -> bool:
        """Whether values stand well in a table: single ones, of what a type checker calls one."""
        if any(isinstance(each, (Items, Entries)) for value in values for each, _ in walked(value)):
            return False
        return len({self._type(value) for value in values} - {"None"}) == 1

    def _type(self, value: Node) -> str:
        if isinstance(value, Name) and value.name in self._types:
            return self._types[value.name]
        return annotation_of([value])


def _titled(column: Hole, items: list[Node]) -> Hole:
    """Return a column by its name: what a function takes without one is a title."""
    first = tuple(item.arguments[0] for item in items if isinstance(item, Call) and item.arguments)
    return replace(column, label="title") if column.values == first else column
