"""From promql-parser's tree to ours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Literal

import promql_parser as pp

from boardwright.checks.expression.markers import Marked
from boardwright.checks.expression.nodes import (
    Aggregation,
    Binary,
    Call,
    Length,
    Matcher,
    Node,
    Number,
    Paren,
    Selector,
    Subquery,
    Text,
    Unary,
)

_MILLISECOND = timedelta(milliseconds=1)
_BY, _INCLUDE = pp.AggModifierType.By, pp.LabelModifierType.Include
_LEFT, _RIGHT = pp.VectorMatchCardinality.ManyToOne, pp.VectorMatchCardinality.OneToMany
_OPERATORS: tuple[tuple[Any, Literal["=", "!=", "=~", "!~"]], ...] = (
    (pp.MatchOp.Equal, "="),
    (pp.MatchOp.NotEqual, "!="),
    (pp.MatchOp.Re, "=~"),
    (pp.MatchOp.NotRe, "!~"),
)
_SIGNS = {int(op): sign for op, sign in _OPERATORS}  # the operators themselves are not hashable


class OrMatchersError(ValueError):
    """`{a="b" or c="d"}`, which is VictoriaMetrics' own."""


class Conversion:
    """Converts one tree.

    Args:
        marked: The text that was parsed.
    """

    def __init__(self, marked: Marked) -> None:
        self._marked = marked
        self._restored = marked.restored
        self.nodes: list[Node] = []
        """Every node, in the order of the text for nodes of one kind that are not nested."""

    def node(self, tree: Any) -> Node:
        """Return our node for promql-parser's.

        Raises:
            OrMatchersError: The text is not Prometheus'.
            RecursionError: It is nested too deep.
        """
        return _CONVERSIONS[type(tree)](self, tree)

    def _linked(self, node: Node, *children: Node) -> Node:
        node.children = children
        for child in children:
            child.parent = node
        self.nodes.append(node)
        return node

    def _selector(self, tree: Any, window: timedelta | None = None) -> Node:
        found = tree.matchers
        if found.or_matchers:
            raise OrMatchersError("`or` between matchers is not Prometheus'")
        matchers = tuple(map(self._matcher, found.matchers))
        name = tree.name
        if name is None:
            name = next((m.value for m in matchers if m.name == "__name__" and m.op == "="), None)
        restored = name and self._restored(name)
        return self._linked(
            Selector(
                name=restored,
                matchers=matchers,
                range=None if window is None else self._length(window),
                offset=self._optional(tree.offset),
                at=tree.at is not None,
                variable_name=restored != name,
            )
        )

    def _matcher(self, matcher: Any) -> Matcher:
        value = matcher.value
        sign = _SIGNS[int(matcher.op)]
        restored = self._restored(value)
        return Matcher(self._restored(matcher.name), sign, restored, restored != value)

    def _matrix(self, tree: Any) -> Node:
        return self._selector(tree.vector_selector, tree.range)

    def _call(self, tree: Any) -> Node:
        args = tuple(map(self.node, tree.args))
        return self._linked(Call(tree.func.name, args), *args)

    def _aggregation(self, tree: Any) -> Node:
        param = tree.param
        first = () if param is None else (self.node(param),)
        expr, modifier = self.node(tree.expr), tree.modifier
        labels = () if modifier is None else tuple(map(self._restored, modifier.labels))
        grouping: Literal["by", "without"] | None = None
        if modifier is not None:
            grouping = "by" if modifier.type == _BY else "without"
        node = Aggregation(str(tree.op), expr, first[0] if first else None, grouping, labels)
        return self._linked(node, *first, expr)

    def _binary(self, tree: Any) -> Node:
        lhs, rhs, modifier = self.node(tree.lhs), self.node(tree.rhs), tree.modifier
        node = Binary(str(tree.op), lhs, rhs)
        if modifier is not None:
            self._modify(node, modifier)
        return self._linked(node, lhs, rhs)

    def _modify(self, node: Binary, modifier: Any) -> None:
        node.returns_bool = modifier.return_bool
        matching = modifier.matching
        if matching is not None:
            node.matching = "on" if matching.type == _INCLUDE else "ignoring"
            node.labels = tuple(map(self._restored, matching.labels))
        if modifier.card in (_LEFT, _RIGHT):
            node.group = "left" if modifier.card == _LEFT else "right"
            node.include = tuple(map(self._restored, modifier.group_labels or ()))
        fill = modifier.fill_values
        node.fill = fill is not None and (fill.lhs is not None or fill.rhs is not None)

    def _subquery(self, tree: Any) -> Node:
        expr = self.node(tree.expr)
        step, offset = self._optional(tree.step), self._optional(tree.offset)
        return self._linked(Subquery(expr, self._length(tree.range), step, offset), expr)

    def _unary(self, tree: Any) -> Node:
        expr = self.node(tree.expr)
        return self._linked(Unary(expr), expr)

    def _paren(self, tree: Any) -> Node:
        expr = self.node(tree.expr)
        return self._linked(Paren(expr), expr)

    def _number(self, tree: Any) -> Node:
        return self._linked(Number(self._marked.number(tree.val)))

    def _text(self, tree: Any) -> Node:
        restored = self._restored(tree.val)
        return self._linked(Text(restored, restored != tree.val))

    def _optional(self, length: timedelta | None) -> Length | None:
        return None if length is None else self._length(length)

    def _length(self, length: timedelta) -> Length:
        return Length(*self._marked.length(length // _MILLISECOND))


_CONVERSIONS: dict[type, Callable[[Conversion, Any], Node]] = {
    pp.AggregateExpr: Conversion._aggregation,
    pp.BinaryExpr: Conversion._binary,
    pp.Call: Conversion._call,
    pp.MatrixSelector: Conversion._matrix,
    pp.NumberLiteral: Conversion._number,
    pp.ParenExpr: Conversion._paren,
    pp.StringLiteral: Conversion._text,
    pp.SubqueryExpr: Conversion._subquery,
    pp.UnaryExpr: Conversion._unary,
    pp.VectorSelector: Conversion._selector,
}
