"""Gives names to values that a module repeats: queries, data sources, and long pieces of data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from boardwright.source.identifiers import Identifiers, name_query
from boardwright.source.module_layout import ModuleFormatter
from boardwright.source.selector_names import QUERY
from boardwright.source.syntax_tree import (
    Assign,
    ClassCall,
    Entries,
    Items,
    Name,
    Node,
    TextWithNames,
    read_text,
    rewrite_tree,
    walk_nodes,
)

LONG_QUERY = 20
"""A query gets a name only if it has at least this number of characters. A shorter query is as easy
to read as a name.
"""

LONG_DATA = 5
"""A dict or list gets a name only if it takes at least this number of lines."""

MANY_LINES = 15
"""A dict or list gets a name only if all its uses together take at least this number of lines."""

MANY_SOURCES = 4
"""A data source gets a name only if the module uses it at least this often."""

_NAMES = {"dataSource": "datasource", "extraJson": "extra"}
"""Argument -> the name for a repeated value of this argument. Other arguments give their own name
to the value.
"""

_HELD = frozenset({"", "annotations", "links", "list", "panels", "targets", "templating"})
"""Arguments whose values never get a name here, because they contain panels, queries or other parts
of a board.
"""


class RepeatedValues:
    """Finds the values that several parts of a module repeat, and replaces the values by names.

    Args:
        parts: The syntax trees of the module.
        query_functions: Names of the functions whose first argument is a query.
        names: The object that gives the new names.
        layout: The object that counts the lines of a value.
    """

    def __init__(
        self,
        parts: Iterable[Node],
        query_functions: Collection[str],
        names: Identifiers,
        layout: ModuleFormatter,
    ) -> None:
        self._functions, self._names, self._layout = query_functions, names, layout
        self._counts: Counter[Node] = Counter()
        for part in parts:
            for node, label in walk_nodes(part):
                query = self._read_query(node)
                self._counts.update([query] if query else [])
                self._counts.update([node] if self._is_candidate(node, label) else [])
        self._given: dict[Node, str] = {}

    @property
    def assignments(self) -> list[Assign]:
        """The assignments of names to values, in the order of their first use."""
        return [Assign(name, node, _choose_annotation(node)) for node, name in self._given.items()]

    def replace(self, part: Node) -> Node:
        """Return a syntax tree in which names replace the repeated values."""
        return rewrite_tree(part, self._replace_node)

    def _replace_node(self, node: Node, label: str) -> Node | None:
        query = self._read_query(node)
        if query and isinstance(node, ClassCall) and (name := self._name_value(query, QUERY)):
            keywords = tuple(
                (word, rewrite_tree(each, self._replace_node, word)) for word, each in node.keywords
            )
            return ClassCall(node.function, (name, *node.arguments[1:]), keywords)
        return self._name_value(node, label) if self._is_candidate(node, label) else None

    def _read_query(self, node: Node) -> Node | None:
        """Return the query in a call of a query function; None if the query is too short for a
        name.
        """
        if not (isinstance(node, ClassCall) and node.function in self._functions):
            return None
        return node.arguments[0] if node.arguments and _is_long_query(node.arguments[0]) else None

    def _is_candidate(self, node: Node, label: str) -> bool:
        if label == QUERY:
            return _is_long_query(node)
        return label not in _HELD and isinstance(node, Entries | Items) and not _uses_options(node)

    def _name_value(self, node: Node, label: str) -> Name | None:
        """Return the name of a value; None if the value is not repeated often enough."""
        if node not in self._given:
            if not self._is_worth_it(node, label):
                return None
            is_text = label == QUERY
            text = name_query(_read_query_text(node)) if is_text else _NAMES.get(label, label)
            self._given[node] = self._names.choose_name(
                text, otherwise="query", constant=not is_text
            )
        return Name(self._given[node])

    def _is_worth_it(self, node: Node, label: str) -> bool:
        times = self._counts[node]
        if label == QUERY:
            return times > 1
        if label in {"dataSource", "datasource"}:
            return times >= MANY_SOURCES
        lines = self._layout.count_lines(node, label)
        return times > 1 and lines >= LONG_DATA and lines * times >= MANY_LINES


def _is_long_query(node: Node) -> bool:
    text = _read_query_text(node)
    return len(text) >= LONG_QUERY and bool(name_query(text))


def _read_query_text(node: Node) -> str:
    """Return the text of a query. If the query is an f-string, each name in braces is replaced by a
    label selector, so that the text is valid PromQL.
    """
    if isinstance(node, TextWithNames):
        return "".join(part if isinstance(part, str) else '{x="x"}' for part in node.parts)
    return read_text(node)


def _uses_options(node: Node) -> bool:
    return any(isinstance(each, Name) and each.name == "options" for each, _ in walk_nodes(node))


def _choose_annotation(node: Node) -> str:
    if isinstance(node, Entries):
        return "dict[str, Any]"
    return "list[Any]" if isinstance(node, Items) else ""
