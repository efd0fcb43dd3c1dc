"""Finds the parts of a PromQL query that a recording rule can compute without changing the result.

A recordable part is an aggregation, or a histogram function or an arithmetic operation on
aggregations. For other parts, a rule would store almost as many series as the query reads. A rule
cannot contain Grafana variables. Therefore a matcher with a variable is moved from the recorded
expression to the selector of the recorded series:

    sum by (instance) (rate(a_total{instance=~"$instance"}[5m]))
    i:a:rate5m{instance=~"$instance"}    with i:a:rate5m = sum by (instance) (rate(a_total[5m]))

If the aggregation removes the label of a matcher with a variable, the rule keeps this label, and
the query aggregates the recorded series again:

    sum(rate(a_total{instance=~"$instance"}[5m]))
    sum(i:a:rate5m{instance=~"$instance"})

Aggregating twice gives the same result as aggregating once for `sum`, `min`, `max` and `group`. For
`count`, the query sums the recorded counts. Any other aggregation is recordable only if the matcher
selects a single value of the label (`=`). Then the second aggregation combines only one series per
group.

The last digits of a sum can change, because the floating-point numbers are added in another order.
Parts in a subquery are not recorded, because a subquery evaluates its expression at other times
than a rule does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from boardwright.frozen import frozen
from boardwright.promql.calls import Aggregation, Call
from boardwright.promql.expr import Expr, Kind
from boardwright.promql.expression import Expression, Span
from boardwright.promql.matchers import Matcher
from boardwright.promql.operators import COMPARISONS, SET_OPERATORS, TRIMS, Binary, Paren, Subquery
from boardwright.promql.selectors import Selector
from boardwright.suggestions.lifted_parts import (
    LiftedPart,
    NotRecordableError,
    build_lifted_aggregation,
    find_lost_labels,
    lift_operand,
    lift_part,
)

_OUTER_OPERATORS = {"count": "sum", "group": "group", "max": "max", "min": "min", "sum": "sum"}
"""Aggregation in a rule -> the second aggregation that the query applies to the recorded series."""

_WORTHWHILE_FUNCTIONS = frozenset(
    {"histogram_avg", "histogram_fraction", "histogram_quantile", "histogram_stddev"}
)
_SELECTOR_FUNCTIONS = frozenset(
    {"absent", "absent_over_time", "info", "start_timestamp", "timestamp"}
)
"""Functions whose result can change if their argument becomes a selector. For example, `timestamp`
returns the times of the samples for a selector, and the evaluation time for other expressions.
"""

_NOT_ARITHMETIC = COMPARISONS | SET_OPERATORS | TRIMS


@frozen
class RecordablePart:
    """A part of a query, and the recording rule that can replace it.

    Attributes:
        node: The part in the syntax tree of the query.
        rule: The expression to record, in a normalized form.
        matchers: The matchers with variables for the selector of the recorded series.
        outer: The second aggregation, which the query applies to the recorded series; None if the
            query needs no second aggregation.
    """

    node: Expr
    rule: Expr
    matchers: tuple[Matcher, ...]
    outer: Aggregation | None = None

    @property
    def size(self) -> int:
        """The number of nodes in the syntax tree of the rule's expression."""
        return sum(1 for _ in self.rule.walk())

    def build_replacement(self, name: str, *, without_name: bool = False) -> Expr:
        """Return the expression that replaces the part, and that reads the recorded series.

        Args:
            name: Name of the recorded series.
            without_name: Whether the result must not have the label `__name__`. If True, a `sum`
                by the other labels removes this label.
        """
        series = Selector(name=name, matchers=self.matchers)
        if self.outer is not None:
            return replace(self.outer, expr=series)
        if not without_name and not self._is_seen_as_selector:
            return series
        labels = self.rule.labels if isinstance(self.rule, Aggregation) else ()
        grouping = self.rule.grouping if isinstance(self.rule, Aggregation) else "without"
        return Aggregation(op="sum", expr=series, param=None, grouping=grouping, labels=labels)

    @property
    def _is_seen_as_selector(self) -> bool:
        caller = next(
            (parent for parent in self.node.parents() if not isinstance(parent, Paren)), None
        )
        return isinstance(caller, Call) and caller.name in _SELECTOR_FUNCTIONS

    def build_filtered_rule(self) -> Expr:
        """Return the rule's expression with the matchers that contain variables.

        The expression returns as many series as the rewritten query would read from the recorded
        series.
        """
        if self.outer is None or not isinstance(self.node.bare, Aggregation):
            return self.node
        rule = self.rule
        labels = rule.labels if isinstance(rule, Aggregation) else ()
        grouping = rule.grouping if isinstance(rule, Aggregation) else None
        return replace(self.node.bare, grouping=grouping, labels=labels)


@frozen
class PartPlace:
    """The position of a recordable part in a query.

    In contrast to `RecordablePart`, a `PartPlace` contains no syntax tree. Therefore the objects
    for thousands of boards fit into memory.

    Attributes:
        span: Start and end of the part in the query's text.
        rule: The expression to record, as text.
        size: The number of nodes in the syntax tree of the rule's expression.
    """

    span: Span
    rule: str
    size: int


def list_part_places(expression: Expression) -> tuple[PartPlace, ...]:
    """Return the positions of the parts of a query that a recording rule can compute."""
    return tuple(
        PartPlace(span=expression.locate_part(part.node), rule=str(part.rule), size=part.size)
        for part in find_recordable_parts(expression)
    )


def find_part(expression: Expression, place: PartPlace) -> RecordablePart:
    """Return the recordable part of a query at the given position."""
    return next(
        part
        for part in find_recordable_parts(expression)
        if expression.locate_part(part.node) == place.span and str(part.rule) == place.rule
    )


def find_recordable_parts(expression: Expression) -> Iterator[RecordablePart]:
    """Yield each part of a query that a recording rule can compute, with inner parts first."""
    for node in expression.nodes:
        if _is_worthwhile(node):
            try:
                yield _build_recordable(node)
            except NotRecordableError:
                continue


def find_refusal_reason(expression: Expression) -> str | None:
    """Return why no recording rule can compute any part of a query.

    The reason is about the innermost aggregation. The result is None if a rule can compute a part,
    or if the query has no aggregation.
    """
    reasons: list[str] = []
    for node in expression.nodes:
        if _is_worthwhile(node):
            try:
                _build_recordable(node)
                return None
            except NotRecordableError as error:
                reasons.append(str(error))
    return reasons[0] if reasons else None


def _build_recordable(node: Expr) -> RecordablePart:
    if not isinstance(node, Aggregation):
        lifted = lift_part(node)
        return RecordablePart(node=node, rule=lifted.expr, matchers=_sort_matchers(lifted))
    inner = lift_operand(node)
    lost = find_lost_labels(node, inner)
    outer = _build_outer_aggregation(node, inner, lost) if lost else None
    labels = [*node.labels, *lost]
    if node.grouping == "without":
        labels = [label for label in node.labels if label not in lost]
        if not labels:
            raise NotRecordableError(
                "a recording rule would store as many series as its expression reads"
            )
    rule = build_lifted_aggregation(node, inner.expr, labels)
    return RecordablePart(node=node, rule=rule, matchers=_sort_matchers(inner), outer=outer)


def _build_outer_aggregation(
    node: Aggregation, inner: LiftedPart, lost: frozenset[str]
) -> Aggregation:
    """Return the aggregation that the rewritten query applies to the recorded series.

    Raises:
        NotRecordableError: No second aggregation has the same result as the original part.
    """
    fixed_labels = {matcher.name for matcher in inner.filters if matcher.op == "="}
    op = _OUTER_OPERATORS.get(node.op) or ("sum" if lost <= fixed_labels else None)
    if op is None:
        raise NotRecordableError(
            f"a query cannot combine recorded results of {node.op} for several values of the label "
            f"{min(lost)}"
        )
    return replace(build_lifted_aggregation(node, inner.expr, node.labels), op=op, param=None)


def _sort_matchers(lifted: LiftedPart) -> tuple[Matcher, ...]:
    return tuple(sorted(lifted.filters, key=str))


def _is_worthwhile(node: Expr) -> bool:
    """Return whether a recording rule for this part would store fewer series than it reads."""
    if any(isinstance(parent, Subquery) for parent in node.parents()):
        return False
    if isinstance(node, Aggregation):
        return True
    if isinstance(node, Binary):
        is_arithmetic = node.op not in _NOT_ARITHMETIC and not node.has_fill
        return is_arithmetic and _is_aggregated(node.lhs) and _is_aggregated(node.rhs)
    return isinstance(node, Call) and node.name in _WORTHWHILE_FUNCTIONS and _is_aggregated(node)


def _is_aggregated(node: Expr) -> bool:
    """Return whether a part is an aggregation, or all its vector operands are aggregated."""
    part = node.bare
    if isinstance(part, Aggregation):
        return True
    if part.kind is not Kind.VECTOR or isinstance(part, Selector):
        return False
    vectors = [child for child in part.children if child.kind is Kind.VECTOR]
    return bool(vectors) and all(map(_is_aggregated, vectors))
