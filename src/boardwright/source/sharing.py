"""Names for what a module says more than once: expressions, and long pieces of plain data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from boardwright.promql.table import AGGREGATIONS, FUNCTIONS
from boardwright.source.layout import Layout
from boardwright.source.naming import Names
from boardwright.source.rewriting import rewritten, walked
from boardwright.source.tree import Assign, Entries, Items, Name, Node, Value

EXPRESSIONS = frozenset({"expr", "query"})
"""What expressions are the values of."""

LONG_EXPRESSION = 20
"""A shorter expression is read as fast as its name."""

DATA = {
    "extraJson": "extra",
    "mappings": "mappings",
    "overrides": "overrides",
    "thresholds": "thresholds",
    "transformations": "transformations",
}
"""Arguments whose data gets a name, and which."""

LONG_DATA = 5
"""Lines of data that are worth a name."""

MANY_LINES = 15
"""Lines that all the places together take to be worth one."""

_METRIC = re.compile(r"(?<![\w$.:])[a-zA-Z_:][\w:]*(?!\s*\(|[\w:])")
_GROUPING = re.compile(
    r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)|\{[^}]*\}|\"[^\"]*\""
)
"""What names labels, not metrics."""

_RATE = re.compile(r"\b(rate|irate|increase|delta)\s*\(")
_SUFFIX = re.compile(r"_(total|bucket|count|sum|info)$")


class Shared:
    """What several parts of a module say alike.

    Args:
        parts: The trees of the module.
        names: Gives names.
        layout: Tells how long something is.
    """

    def __init__(self, parts: Iterable[Node], names: Names, layout: Layout) -> None:
        self._names, self._layout = names, layout
        self._counts: Counter[Node] = Counter()
        for part in parts:
            self._counts.update(n for n, label in walked(part) if _is_candidate(n, label))
        self._given: dict[Node, str] = {}

    @property
    def assignments(self) -> list[Assign]:
        """What was named, in the order of its first use."""
        return [Assign(name, node, _annotation(node)) for node, name in self._given.items()]

    def replaced(self, part: Node) -> Node:
        """Return a tree with names in place of what is said more than once."""
        return rewritten(part, self._change)

    def _change(self, node: Node, label: str) -> Node | None:
        if not _is_candidate(node, label):
            return None
        if node not in self._given:
            if not self._is_worth_it(node):
                return None
            self._given[node] = self._name(node, label)
        return Name(self._given[node])

    def _is_worth_it(self, node: Node) -> bool:
        times = self._counts[node]
        if times < 2 or isinstance(node, Value):
            return times > 1
        lines = self._layout.lines(node)
        return lines >= LONG_DATA and lines * times >= MANY_LINES

    def _name(self, node: Node, label: str) -> str:
        if isinstance(node, Value):
            return self._names.new(measured(str(node.value)), otherwise="expression")
        return self._names.new(DATA[label], otherwise="data", constant=True)


def _is_candidate(node: Node, label: str) -> bool:
    if isinstance(node, Value):
        is_text = isinstance(node.value, str) and len(node.value) >= LONG_EXPRESSION
        is_expression = is_text and label.partition("_")[0] in EXPRESSIONS
        return is_expression and bool(measured(str(node.value)))
    if label not in DATA or not isinstance(node, (Items, Entries)):
        return False
    return not any(isinstance(each, Name) and _is_parameter(each) for each, _ in walked(node))


def _is_parameter(name: Name) -> bool:
    """Whether a name is a function's own; all others are of constants."""
    return not name.name.rpartition(".")[2].isupper()


def _annotation(node: Node) -> str:
    if isinstance(node, Entries):
        return "dict[str, Any]"
    return "list[Any]" if isinstance(node, Items) else ""


def measured(expression: str) -> str:
    """Return what an expression measures: its first metric, and whether it is a rate.

    Empty for what is no PromQL.
    """
    if expression.lstrip()[:6].upper() == "SELECT":
        return ""
    without_labels = _GROUPING.sub(" ", expression)
    found = (match for match in _METRIC.findall(without_labels) if match not in _PROMQL)
    metric = _SUFFIX.sub("", next(found, "").replace(":", "_"))
    return f"rate {metric}" if metric and _RATE.search(expression) else metric


_PROMQL = frozenset({*AGGREGATIONS, *FUNCTIONS, "by", "without", "on", "ignoring"})
