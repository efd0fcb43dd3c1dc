"""Queries as values of `boardwright.promql`, in boards that ask for the same labels many times.

There the labels get one name, so that they are changed in one place, and the queries become
shorter: `rate(metric("node_disk_reads_total", **INSTANCE_JOB)[RATE_INTERVAL])`. A query that would
not render to the very text, or would be no shorter, stays text; so do all queries of other boards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import field

from boardwright.errors import BoardwrightError
from boardwright.frozen import frozen
from boardwright.promql.windows import settings
from boardwright.source.evaluating import Evaluator
from boardwright.source.layout import Layout
from boardwright.source.naming import Names
from boardwright.source.reading import read
from boardwright.source.rewriting import rewritten, walked
from boardwright.source.tree import (
    SPREAD,
    Assign,
    Call,
    Each,
    Entries,
    Index,
    Name,
    Node,
    Operation,
    Value,
    children,
)
from boardwright.source.vocabulary import is_promql, words_of

FEWEST = 5
"""Selectors that share labels from which on these get a name."""

SAVED = 60
"""Characters that a name of labels must save in all its places."""

MOST_NAMES = 3
"""Names of labels in one board."""

INDENT = 28
"""Columns before a query: that of a panel in a row, which is not opened."""

ARGUMENT = "expr"
AROUND = frozenset({"", "panels", "targets"})
"""What is looked through for queries: arguments without a name, items, and these."""

_SELECTOR = "metric"

Labels = tuple[tuple[str, Node], ...]


@frozen
class Expressions:
    """The queries of a board as they are to be said.

    Attributes:
        dashboard: The declaration with values for queries.
        assignments: The labels that have names.
        texts: What the values render to.
    """

    dashboard: Node
    assignments: tuple[Assign, ...] = ()
    texts: dict[Node, str] = field(default_factory=dict)

    @property
    def labels(self) -> dict[str, Node]:
        """The labels by name."""
        return {each.name: each.value for each in self.assignments}

    @property
    def words(self) -> set[str]:
        """The words of the values, and of the labels."""
        nodes = [*self.texts, *self.labels.values()]
        return set().union(*map(words_of, nodes)) - self.labels.keys()

    def shortened(self, tree: Node, layout: Layout) -> Node:
        """Return a tree with text for the queries that stand alone and are shorter so."""
        if not self.texts:
            return tree

        def change(node: Node, label: str) -> Node | None:
            text = self.texts.get(node) if label == ARGUMENT else None
            is_longer = text is not None and not _is_shorter(node, Value(text), layout)
            return Value(text) if is_longer else None

        def inside(node: Node, label: str) -> Node | None:
            if isinstance(node, Call) and node.function == "Target":
                return rewritten(node, change)
            return node if isinstance(node, Each) or label not in AROUND else None

        return rewritten(tree, inside)


def expressions(dashboard: Node, names: Names, scrape: str) -> Expressions:
    """Return a declaration with values of promql for the queries that read better so.

    Args:
        dashboard: The declaration.
        names: Gives names.
        scrape: The project's scrape interval, under which the values must be right.
    """
    found = _values(dashboard, scrape)
    labels = _common_labels(found)
    if not labels:
        return Expressions(dashboard=dashboard)
    names.reserve(word for node in found.values() for word in words_of(node))
    named = {
        each: names.new(" ".join(word for word, _ in each), otherwise="labels", constant=True)
        for each in labels
    }
    values = {
        text: value for text, node in found.items() if (value := _with_names(node, named)) != node
    }
    assignments = [Assign(name, Entries(each), _annotation(each)) for each, name in named.items()]
    return Expressions(
        dashboard=_replaced(dashboard, values),
        assignments=tuple(assignments),
        texts={value: text for text, value in values.items()},
    )


def is_expression(node: Node) -> bool:
    """Whether a node is a value of promql."""
    if isinstance(node, Call):
        return "." not in node.function and is_promql(node.function)
    return isinstance(node, (Index, Operation))


def _is_shorter(value: Node, text: Value, layout: Layout) -> bool:
    """Whether a value takes less than the text, and no more lines."""
    lines = [layout.lines(node, indent=INDENT) for node in (value, text)]
    return layout.width(value) < layout.width(text) and lines[0] <= lines[1]


def _annotation(labels: Labels) -> str:
    return "" if all(isinstance(value, Value) for _, value in labels) else "dict[str, Any]"


def _values(dashboard: Node, scrape: str) -> dict[str, Node]:
    """Return the values that render to the texts of queries, by text."""
    texts = dict.fromkeys(_queries(dashboard))
    with settings(scrape_interval=scrape):
        return {text: node for text in texts if (node := _value(text)) is not None}


def _queries(dashboard: Node) -> Iterator[str]:
    """Yield the texts of the panels' queries."""
    waiting = [("", dashboard)]
    while waiting:
        label, node = waiting.pop()
        if label == ARGUMENT and isinstance(node, Value) and isinstance(node.value, str):
            yield node.value
        elif label in AROUND:
            waiting += reversed(children(node))


def _value(text: str) -> Node | None:
    if "{" not in text:
        return None  # there are no labels to name
    node = read(text)
    return node if node is not None and _renders(node, text) else None


def _renders(node: Node, text: str) -> bool:
    try:
        return str(Evaluator().value(node)) == text
    except (BoardwrightError, TypeError, ValueError, KeyError, ArithmeticError):
        return False  # it is no PromQL, or Python reckons where Prometheus would


def _common_labels(found: dict[str, Node]) -> list[Labels]:
    """Return the labels that are worth a name, each as it stands in many selectors."""
    selectors = [
        each.keywords
        for node in found.values()
        for each, _ in walked(node)
        if isinstance(each, Call) and each.function == _SELECTOR
    ]
    chosen: list[Labels] = []
    while len(chosen) < MOST_NAMES:
        counts = Counter(run for labels in selectors for run in _runs(labels))
        best = max(counts, key=lambda run: (_saved(run, counts[run]), len(run)), default=None)
        if best is None or counts[best] < FEWEST or _saved(best, counts[best]) < SAVED:
            break
        chosen.append(best)
        selectors = [rest for labels in selectors for rest in _split(labels, best)]
    return chosen


def _runs(labels: Labels) -> Iterator[Labels]:
    """Yield the labels that stand together in a selector, in their order."""
    for start in range(len(labels)):
        for end in range(start + 1, len(labels) + 1):
            yield labels[start:end]


def _split(labels: Labels, run: Labels) -> Iterator[Labels]:
    """Yield what is before and behind a run; all labels where it is not among them."""
    start = _start(labels, run)
    if start is None:
        yield labels
    else:
        yield from filter(None, (labels[:start], labels[start + len(run) :]))


def _start(labels: Labels, run: Labels) -> int | None:
    starts = range(len(labels) - len(run) + 1)
    return next((at for at in starts if labels[at : at + len(run)] == run), None)


def _saved(run: Labels, times: int) -> int:
    """Return the characters that a name saves: each label is longer than the name made of it."""
    text = sum(len(word) + 2 + len(_text(value)) for word, value in run)
    return (text - sum(len(word) + 1 for word, _ in run) - len(SPREAD)) * times


def _text(value: Node) -> str:
    if isinstance(value, Call):
        return f"{value.function}({_text(value.arguments[0])})"
    return repr(value.value) if isinstance(value, Value) else ""


def _with_names(node: Node, named: dict[Labels, str]) -> Node:
    def change(each: Node, label: str) -> Node | None:
        if not isinstance(each, Call) or each.function != _SELECTOR:
            return None
        labels = each.keywords
        for run, name in named.items():
            start = _start(labels, run)
            if start is not None:
                spread = ((SPREAD, Name(name)),)
                labels = labels[:start] + spread + labels[start + len(run) :]
        return Call(each.function, each.arguments, labels)

    return rewritten(node, change)


def _replaced(dashboard: Node, values: dict[str, Node]) -> Node:
    def change(node: Node, label: str) -> Node | None:
        if label == ARGUMENT and isinstance(node, Value) and isinstance(node.value, str):
            return values.get(node.value)
        return None if label in AROUND else node

    return rewritten(dashboard, change)
