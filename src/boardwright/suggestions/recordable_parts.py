"""Finds the parts of a PromQL query that a recording rule can compute with exactly the same result.

A recordable part is an aggregation, or a quantile or an arithmetic operation on aggregations. Only
such parts are recorded, because a rule must store far fewer series than the query reads. A matcher
with a Grafana variable is moved from the selectors inside the part to the selector of the recorded
series:

    sum by (instance) (rate(a_total{instance=~"$instance"}[5m]))
    i:a:rate5m{instance=~"$instance"}    with i:a:rate5m = sum by (instance) (rate(a_total[5m]))

If an aggregation does not keep the label of a matcher with a variable, the rule records the
aggregation with this label, and the query aggregates the recorded series again:

    sum(rate(a_total{instance=~"$instance"}[5m]))
    sum(i:a:rate5m{instance=~"$instance"})

The result is the same in two cases. In the first case, aggregating twice is the same as aggregating
once (`sum`, `min`, `max` and `group`; for `count`, the recorded counts are summed). In the second
case, the matchers select exactly one value of the label (`=`), so each group of the second
aggregation has only one series.

A sum of sums adds floating-point numbers in another order than one sum, so the last digits can
differ. All other results of the changed query are equal to the original results bit by bit. A
subquery evaluates its expression at other times than a rule does, so parts inside a subquery are
not recorded.
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
"""Aggregation -> the aggregation that combines the results for several groups of series to the
result for all series.
"""

_WORTHWHILE_FUNCTIONS = frozenset(
    {"histogram_avg", "histogram_fraction", "histogram_quantile", "histogram_stddev"}
)
_SELECTOR_FUNCTIONS = frozenset(
    {"absent", "absent_over_time", "info", "start_timestamp", "timestamp"}
)
"""Functions that treat a selector differently from other expressions with the same result."""

_NOT_ARITHMETIC = COMPARISONS | SET_OPERATORS | TRIMS


@frozen
class RecordablePart:
    """A part of a query, and the recording rule that can replace it.

    Attributes:
        node: The part in the tree of the query.
        rule: The expression to record. Parts that one rule can compute have the same expression.
        matchers: The matchers with variables, which are applied to the recorded series.
        outer: The aggregation that the query applies to the recorded series; None if the rule
            already has the result of the part.
    """

    node: Expr
    rule: Expr
    matchers: tuple[Matcher, ...]
    outer: Aggregation | None = None

    @property
    def size(self) -> int:
        """The number of operations and selectors in the rule's expression."""
        return sum(1 for _ in self.rule.walk())

    def build_replacement(self, name: str, *, without_name: bool = False) -> Expr:
        """Return the expression that replaces the part and reads the recorded series.

        Args:
            name: Name of the recorded series.
            without_name: Whether the result must not have the label `__name__`. If so, an
                aggregation by all other labels removes the label from the recorded series.
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
        """Return the rule's expression with all matchers in the selectors, even if the matchers
        contain variables. The expression reads the same samples as the part.

        The result of the expression has one value for each sample that the query would read from
        the recorded series.
        """
        if self.outer is None or not isinstance(self.node.bare, Aggregation):
            return self.node
        rule = self.rule
        labels = rule.labels if isinstance(rule, Aggregation) else ()
        grouping = rule.grouping if isinstance(rule, Aggregation) else None
        return replace(self.node.bare, grouping=grouping, labels=labels)


@frozen
class PartPlace:
    """The position of a part in a query. The object does not contain the syntax tree of the query,
    so that the parts of thousands of boards fit into memory.

    Attributes:
        span: Start and end of the part in the query's text.
        rule: The expression to record, as text.
        size: The number of operations and selectors in the rule's expression.
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
    """Return the part of a query at the given position."""
    return next(
        part
        for part in find_recordable_parts(expression)
        if expression.locate_part(part.node) == place.span and str(part.rule) == place.rule
    )


def find_recordable_parts(expression: Expression) -> Iterator[RecordablePart]:
    """Yield each part of a query that a rule can compute. Inner parts come before the parts that
    contain them.
    """
    for node in expression.nodes:
        if _is_worthwhile(node):
            try:
                yield _build_recordable(node)
            except NotRecordableError:
                continue


def find_refusal_reason(expression: Expression) -> str | None:
    """Return why no rule can compute any part of a query. Return None if a rule can compute a part,
    or if the query has no aggregation.

    The returned reason concerns the innermost aggregation, and also prevents the aggregations
    around it.
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
            raise NotRecordableError("the rule would record as many series as it reads")
    rule = build_lifted_aggregation(node, inner.expr, labels)
    return RecordablePart(node=node, rule=rule, matchers=_sort_matchers(inner), outer=outer)


def _build_outer_aggregation(
    node: Aggregation, inner: LiftedPart, lost: frozenset[str]
) -> Aggregation:
    """Return the aggregation of the recorded series whose result is equal to the result of the
    part.

    Raises:
        NotRecordableError: No aggregation of the recorded series has the result of the part.
    """
    fixed_labels = {matcher.name for matcher in inner.filters if matcher.op == "="}
    op = _OUTER_OPERATORS.get(node.op) or ("sum" if lost <= fixed_labels else None)
    if op is None:
        raise NotRecordableError(
            f"the results of {node.op} for several values of {min(lost)} cannot be combined"
        )
    return replace(build_lifted_aggregation(node, inner.expr, node.labels), op=op, param=None)


def _sort_matchers(lifted: LiftedPart) -> tuple[Matcher, ...]:
    return tuple(sorted(lifted.filters, key=str))


def _is_worthwhile(node: Expr) -> bool:
    """Return whether a rule for this part would store fewer series than the query reads."""
    if any(isinstance(parent, Subquery) for parent in node.parents()):
        return False
    if isinstance(node, Aggregation):
        return True
    if isinstance(node, Binary):
        is_arithmetic = node.op not in _NOT_ARITHMETIC and not node.has_fill
        return is_arithmetic and _is_aggregated(node.lhs) and _is_aggregated(node.rhs)
    return isinstance(node, Call) and node.name in _WORTHWHILE_FUNCTIONS and _is_aggregated(node)


def _is_aggregated(node: Expr) -> bool:
    """Return whether a part is a vector in which every series is the result of an aggregation."""
    part = node.bare
    if isinstance(part, Aggregation):
        return True
    if part.kind is not Kind.VECTOR or isinstance(part, Selector):
        return False
    vectors = [child for child in part.children if child.kind is Kind.VECTOR]
    return bool(vectors) and all(map(_is_aggregated, vectors))
