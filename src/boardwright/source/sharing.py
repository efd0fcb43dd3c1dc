"""Names for what a module says more than once: expressions, and long pieces of plain data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from boardwright.source.evaluating import Evaluator
from boardwright.source.expressions import is_expression
from boardwright.source.layout import Layout
from boardwright.source.measuring import measured
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


class Shared:
    """What several parts of a module say alike.

    Args:
        parts: The trees of the module.
        names: Gives names.
        layout: Tells how long something is.
        known: What the module has names for already.
    """

    def __init__(
        self,
        parts: Iterable[Node],
        names: Names,
        layout: Layout,
        known: Mapping[str, Node],
    ) -> None:
        self._names, self._layout, self._known = names, layout, known
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
        if times < 2 or isinstance(node, Value) or is_expression(node):
            return times > 1
        lines = self._layout.lines(node)
        return lines >= LONG_DATA and lines * times >= MANY_LINES

    def _name(self, node: Node, label: str) -> str:
        if isinstance(node, Value):
            return self._names.new(measured(str(node.value)), otherwise="expression")
        if is_expression(node):
            text = str(Evaluator(self._known).value(node))
            return self._names.new(measured(text), otherwise="expression")
        return self._names.new(DATA[label], otherwise="data", constant=True)


def _is_candidate(node: Node, label: str) -> bool:
    if isinstance(node, Value):
        is_text = isinstance(node.value, str) and len(node.value) >= LONG_EXPRESSION
        is_query = is_text and label.partition("_")[0] in EXPRESSIONS
        return is_query and bool(measured(str(node.value)))
    if is_expression(node):
        return label.partition("_")[0] in EXPRESSIONS and not _has_parameters(node)
    if label not in DATA or not isinstance(node, (Items, Entries)):
        return False
    return not _has_parameters(node)


def _has_parameters(node: Node) -> bool:
    return any(isinstance(each, Name) and _is_parameter(each) for each, _ in walked(node))


def _is_parameter(name: Name) -> bool:
    """Whether a name is a function's own; all others are of constants."""
    return not name.name.rpartition(".")[2].isupper()


def _annotation(node: Node) -> str:
    if isinstance(node, Entries):
        return "dict[str, Any]"
    return "list[Any]" if isinstance(node, Items) else ""
