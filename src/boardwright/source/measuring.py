"""What queries measure, in a few words: for the names of what stands for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from boardwright.promql.table import AGGREGATIONS, FUNCTIONS
from boardwright.source.naming import snake
from boardwright.source.rewriting import walked
from boardwright.source.tree import Call, Node, Value

MOST_WORDS = 3
"""Words of a name."""

_METRIC = re.compile(r"(?<![\w$.:])[a-zA-Z_:][\w:]*(?!\s*\(|[\w:])")
_GROUPING = re.compile(
    r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)|\{[^}]*\}|\"[^\"]*\""
)
"""What names labels, not metrics."""

_RATE = re.compile(r"\b(rate|irate|increase|delta)\s*\(")
_SUFFIX = re.compile(r"_(total|bucket|count|sum|info)$")


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


def told_apart(places: Sequence[Sequence[Node]]) -> list[str]:
    """Return what the queries of each place measure, in words that the other places do not have.

    Args:
        places: The queries that may stand at each place.
    """
    found = [_common_words(queries) for queries in places]
    everywhere = set.intersection(*map(set, found)) if len(found) > 1 else set()
    apart = [[word for word in words if word not in everywhere] for words in found]
    return [" ".join(words[:MOST_WORDS]) for words in apart]


def _common_words(queries: Sequence[Node]) -> list[str]:
    """Return the words that are in the names of all metrics, in their order."""
    first, *others = [_words(query) for query in queries]
    return [word for word in first if all(word in other for other in others)]


def _words(query: Node) -> list[str]:
    text = next((each.value for each in _texts(query)), "")
    return snake(measured(str(text)).removeprefix("rate ")).split("_")


def _texts(query: Node) -> Sequence[Value]:
    """Return the text of a query, or the names of a value's metrics."""
    if isinstance(query, Value):
        return [query]
    calls = [each for each, _ in walked(query) if isinstance(each, Call)]
    names = [each.arguments[0] for each in calls if each.function == "metric"]
    return [name for name in names if isinstance(name, Value)]
