"""Gives names to the first lines that many queries of a board repeat: in Flux, SQL, or LogsQL.

    QUERY_START = 'from(bucket: "metrics")\n  |> range(start: v.timeRangeStart)\n'
    ...
    query(f'{QUERY_START}  |> filter(fn: (r) => r._field == "usage")')

PromQL is not divided in this way, because the first lines of a PromQL query are seldom a complete
expression.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import accumulate

from boardwright.promql.expression import read_expression
from boardwright.source.identifiers import Identifiers
from boardwright.source.query_functions import QUERY_TEXTS
from boardwright.source.syntax_tree import (
    Assign,
    Name,
    Node,
    TextWithNames,
    Value,
    read_text,
    rewrite_tree,
    walk_nodes,
)

FEWEST = 4
"""First lines get a name only if at least this number of queries begin with them."""

SHORTEST = 80
"""First lines get a name only if they have at least this number of characters."""


def name_query_starts(dashboard: Node, names: Identifiers) -> tuple[Node, list[Assign]]:
    """Return a declaration whose queries use names for repeated first lines.

    The second value contains the assignments of these names.
    """
    rest = [
        text
        for node, label in walk_nodes(dashboard)
        if (text := _read_non_promql_query(node, label))
    ]
    found: dict[str, str] = {}
    while start := _find_best_start(rest):
        found[start] = names.choose_name("query start", otherwise="query_start", constant=True)
        rest = [text for text in rest if not text.startswith(start)]

    def replace_start(node: Node, label: str) -> Node | None:
        text = _read_non_promql_query(node, label)
        start = next((each for each in found if text.startswith(each)), "")
        return TextWithNames((Name(found[start]), text[len(start) :])) if start else None

    return rewrite_tree(dashboard, replace_start), [
        Assign(name, Value(text)) for text, name in found.items()
    ]


def _read_non_promql_query(node: Node, label: str) -> str:
    """Return the text of a query in another language than PromQL; empty for every other node."""
    text = read_text(node) if label in QUERY_TEXTS else ""
    is_promql = "\n" in text and read_expression(text).tree is not None
    return "" if is_promql else text


def _find_best_start(queries: list[str]) -> str:
    """Return the first lines whose name saves the most characters; empty if no first lines are
    repeated often enough.
    """
    counts = Counter(start for text in queries for start in _iter_starts(text))
    often = {start: count for start, count in counts.items() if count >= FEWEST}
    return max(often, key=lambda start: (often[start] - 1) * len(start), default="")


def _iter_starts(text: str) -> Iterator[str]:
    """Yield the beginnings of a text that consist of whole lines, the shortest beginning first. The
    whole text is not yielded.
    """
    for start in accumulate(text.splitlines(keepends=True)[:-1]):
        if len(start) >= SHORTEST:
            yield start
