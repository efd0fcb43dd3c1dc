"""Finds the places where a long PromQL query can be broken into lines."""

from __future__ import annotations

from collections.abc import Iterable

from boardwright.promql.calls import Aggregation, Call
from boardwright.promql.expr import Expr
from boardwright.promql.expression import read_expression
from boardwright.promql.matchers import Matcher
from boardwright.promql.operators import Binary, Paren
from boardwright.promql.selectors import Selector


def find_break_offsets(text: str) -> dict[int, int]:
    """Return a dict from the offset of each place where a line can begin to the rank of the place.
    Places that are less deeply nested have lower ranks.

    A line can begin with the right operand of an operator, with an argument, or with a matcher. For
    text that is not PromQL, the result is empty.
    """
    expression = read_expression(text)
    offsets: dict[int, int] = {}
    if expression.tree is None:
        return offsets

    def add_offsets(parts: Iterable[Expr | Matcher], rank: int) -> None:
        for part in parts:
            at = expression.locate_part(part)[0]
            offsets[at] = min(rank, offsets.get(at, rank))

    for node in expression.nodes:
        rank = 2 * _measure_depth(node)
        if isinstance(node, Binary):
            add_offsets([node.rhs], rank)
        elif isinstance(node, Aggregation | Call | Paren):
            add_offsets(node.children[1:], rank)
            add_offsets(node.children[:1], rank + 1)
        elif isinstance(node, Selector):
            add_offsets(sorted(node.matchers, key=expression.locate_part)[1:], rank + 1)
    return offsets


def _measure_depth(node: Expr) -> int:
    """Return how deeply a node is nested. All operators of a chain, such as `a + b + c`, have the
    same depth.
    """
    depth = 0
    while node.parent is not None:
        parent = node.parent
        is_chained = (
            isinstance(node, Binary)
            and isinstance(parent, Binary)
            and parent.lhs is node
            and parent.level == node.level
        )
        depth += not is_chained
        node = parent
    return depth
