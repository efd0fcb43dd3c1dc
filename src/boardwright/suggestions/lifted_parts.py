"""Splits a part of a PromQL query into an expression without Grafana variables, and the matchers
that contain variables.

A recording rule cannot contain Grafana variables. Therefore the rule records the expression, and
the query applies the matchers to the recorded series. This does not change the result if every
operation in the expression keeps the labels of these matchers. Otherwise, `lift_part` raises an
error.

The expression is normalized: its matchers and grouping labels are sorted, durations have their
shortest text (`1m`, not `60s`), and superfluous parentheses are removed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce
from typing import Any

from boardwright.frozen import frozen
from boardwright.notation.durations import format_duration
from boardwright.notation.variable_syntax import may_contain_variable
from boardwright.promql.calls import Aggregation, Call, Text
from boardwright.promql.duration_nodes import Duration
from boardwright.promql.expr import Expr, Kind
from boardwright.promql.function_table import BUCKET_FUNCTIONS, LABEL_FUNCTIONS
from boardwright.promql.lexical import format_number
from boardwright.promql.matchers import Matcher
from boardwright.promql.operators import Binary, Number, Paren, Subquery, Unary, Variable
from boardwright.promql.raw import Raw
from boardwright.promql.result_labels import CHOOSING, is_matched
from boardwright.promql.selectors import Range, Selector

Filters = frozenset[Matcher]
NO_FILTERS: Filters = frozenset()

LAST_TWO_SAMPLES = frozenset({"idelta", "irate"})
_QUERY_RANGE_FUNCTIONS = frozenset({"end", "range", "start", "step"})
_FUNCTIONS_WITH_NEW_LABELS = frozenset({"absent", "absent_over_time", "info", "scalar", "vector"})


class NotRecordableError(Exception):
    """A recording rule cannot compute a part of a query. The message states the reason."""


@frozen
class LiftedPart:
    """A part of a query, split into an expression and the matchers with Grafana variables.

    Attributes:
        expr: The expression without variables.
        filters: The matchers with variables, which the query applies to the recorded series.
    """

    expr: Expr
    filters: Filters = NO_FILTERS

    @property
    def filtered_labels(self) -> frozenset[str]:
        """The names of the labels in the matchers with variables."""
        return frozenset(each.name for each in self.filters)


def lift_part(node: Expr) -> LiftedPart:
    """Split a part into an expression without variables, and the matchers with variables.

    Raises:
        NotRecordableError: No recording rule can compute the part. For example, a variable is used
            outside of matchers, or an operation removes the label of a matcher with a variable.
    """
    return _LIFTS[type(node)](node)


def _lift_selector(node: Selector) -> LiftedPart:
    expr, filters = _split_matchers(node)
    return LiftedPart(expr=expr, filters=filters)


def _split_matchers(node: Selector) -> tuple[Selector, Filters]:
    """Return the selector without the matchers that contain variables, and these matchers."""
    if node.variable_name:
        raise NotRecordableError("the name of a metric contains a variable")
    if node.moment is not None:
        raise NotRecordableError("the modifier @ makes the result depend on a fixed time")
    if node.extended is not None:
        raise NotRecordableError(
            f"the modifier {node.extended} works only with an experimental feature of Prometheus"
        )
    filters = frozenset(each for each in node.matchers if each.variable or "$" in each.name)
    if any(not each.op or "$" in each.name or each.name == "__name__" for each in filters):
        raise NotRecordableError("a variable is a metric name, a label name or a whole matcher")
    kept = sorted({each for each in node.matchers if each not in filters}, key=str)
    shift = None if node.shift is None else _normalise_duration(node.shift)
    return replace(node, matchers=tuple(kept), shift=shift), filters


def _lift_range(node: Range) -> LiftedPart:
    selector, filters = _split_matchers(node.selector)
    return LiftedPart(
        expr=Range(selector=selector, window=_normalise_duration(node.window)), filters=filters
    )


def _lift_subquery(node: Subquery) -> LiftedPart:
    if node.moment is not None:
        raise NotRecordableError("the modifier @ makes the result depend on a fixed time")
    inner = lift_part(node.expr)
    step = None if node.step is None else _normalise_duration(node.step)
    shift = None if node.shift is None else _normalise_duration(node.shift)
    expr = replace(
        node, expr=inner.expr, range=_normalise_duration(node.range), step=step, shift=shift
    )
    return LiftedPart(expr=expr, filters=inner.filters)


def _normalise_duration(length: Duration) -> Duration:
    """Return the duration with its shortest text: `60s` becomes `1m`."""
    if length.milliseconds is None:
        raise NotRecordableError(f"the window or offset {length} does not have a fixed length")
    return Duration(text=format_duration(length.milliseconds), milliseconds=length.milliseconds)


def _lift_number(node: Number) -> LiftedPart:
    return LiftedPart(expr=Number(text=format_number(node.value)))


def _lift_text(node: Text) -> LiftedPart:
    if node.variable:
        raise NotRecordableError("a string argument contains a variable")
    return LiftedPart(expr=node)


def _refuse_variable(node: Variable) -> LiftedPart:
    raise NotRecordableError(f"the variable {node} is used outside of label matchers")


def _lift_unary(node: Unary) -> LiftedPart:
    inner = lift_part(node.expr)
    return LiftedPart(expr=Unary(expr=inner.expr), filters=inner.filters)


def _lift_call(node: Call) -> LiftedPart:
    if node.variable:
        raise NotRecordableError("the name of a function is a variable")
    if node.name in LAST_TWO_SAMPLES:
        raise NotRecordableError(
            f"{node.name} compares only the last two samples, so the recorded series would miss "
            "all changes between other samples"
        )
    if node.name in _QUERY_RANGE_FUNCTIONS:
        raise NotRecordableError(
            f"the result of {node.name}() depends on the time range or step of the query"
        )
    parts = [lift_part(each) for each in node.args]
    filters = _unite_filters(parts)
    lost = _find_changed_labels(node) & {each.name for each in filters}
    if filters and (node.name in _FUNCTIONS_WITH_NEW_LABELS or lost or _has_scalar_filter(parts)):
        raise NotRecordableError(
            f"{node.name} removes a label that a matcher with a variable needs"
        )
    return LiftedPart(
        expr=Call(name=node.name, args=tuple(each.expr for each in parts)), filters=filters
    )


def _find_changed_labels(node: Call) -> set[str]:
    """Return the names of the labels that a function sets or removes."""
    if node.name in BUCKET_FUNCTIONS:
        return {"le", *(each.value for each in node.args if isinstance(each, Text))}
    if node.name not in LABEL_FUNCTIONS:
        return set()
    target = node.args[1].bare
    return {target.value} if isinstance(target, Text) else set()


def _has_scalar_filter(parts: Iterable[LiftedPart]) -> bool:
    return any(each.filters and each.expr.kind is Kind.SCALAR for each in parts)


def _lift_aggregation(node: Aggregation) -> LiftedPart:
    inner = lift_operand(node)
    if lost := find_lost_labels(node, inner):
        raise NotRecordableError(
            f"{node.op} removes the label {min(lost)}, which a matcher with a variable needs"
        )
    return LiftedPart(
        expr=build_lifted_aggregation(node, inner.expr, node.labels), filters=inner.filters
    )


def lift_operand(node: Aggregation) -> LiftedPart:
    """Split the operand of an aggregation into an expression without variables, and the matchers
    with variables.

    Raises:
        NotRecordableError: No recording rule can compute the operand or the aggregation.
    """
    if node.variable or any(map(may_contain_variable, node.labels)):
        raise NotRecordableError("the name or a label of the aggregation is a variable")
    if node.op in CHOOSING:
        raise NotRecordableError(f"{node.op} can return different series at each evaluation")
    if node.op == "count_values":
        raise NotRecordableError(
            "count_values returns a series for each value, so a rule would record too many series"
        )
    inner = lift_part(node.expr)
    if node.param is not None and lift_part(node.param).filters:
        raise NotRecordableError(f"the parameter of {node.op} depends on a variable")
    return inner


def find_lost_labels(node: Aggregation, inner: LiftedPart) -> frozenset[str]:
    """Return the labels that an aggregation removes although a matcher with a variable needs them.

    Args:
        node: The aggregation.
        inner: The operand of the aggregation, as `lift_operand` returns it.
    """
    if node.grouping == "without":
        return inner.filtered_labels & frozenset(node.labels)
    return inner.filtered_labels - frozenset(node.labels)


def build_lifted_aggregation(node: Aggregation, expr: Expr, labels: Iterable[str]) -> Aggregation:
    """Return the aggregation with another operand and other grouping labels.

    Args:
        node: The original aggregation.
        expr: The new operand.
        labels: The new grouping labels, in any order.
    """
    ordered = tuple(sorted(set(labels)))
    by = node.grouping == "by" or node.grouping is None
    grouping = None if by and not ordered else node.grouping or "by"
    param = None if node.param is None else lift_part(node.param).expr
    return replace(node, expr=expr, param=param, grouping=grouping, labels=ordered)


def _lift_binary(node: Binary) -> LiftedPart:
    left, right = lift_part(node.lhs), lift_part(node.rhs)
    filters = _unite_filters([left, right])
    if filters:
        _refuse_lost_labels(node, left, right)
    labels, include = tuple(sorted(node.labels)), tuple(sorted(node.include))
    if any(map(may_contain_variable, (*labels, *include))):
        raise NotRecordableError("the name of a label is a variable")
    expr = replace(node, lhs=left.expr, rhs=right.expr, labels=labels, include=include)
    return LiftedPart(expr=expr, filters=filters)


def _refuse_lost_labels(node: Binary, left: LiftedPart, right: LiftedPart) -> None:
    """Raise NotRecordableError if the operator changes which series the matchers would select.

    For example, `or` changes this if its operands have different matchers with variables.
    """
    if Kind.SCALAR in {node.lhs.kind, node.rhs.kind}:
        if _has_scalar_filter([left, right]):
            raise NotRecordableError("the value of a scalar depends on a variable")
        return
    labels = left.filtered_labels | right.filtered_labels
    is_kept = all(is_matched(node, each) and each not in node.include for each in labels)
    is_same = left.filters == right.filters
    is_subset = node.op != "unless" or right.filters <= left.filters
    if not is_kept or node.has_fill or (node.op == "or" and not is_same) or not is_subset:
        raise NotRecordableError(
            f"the matchers with variables cannot be applied to the result of {node.op}"
        )


def _unite_filters(parts: Iterable[LiftedPart]) -> Filters:
    return reduce(frozenset.union, (each.filters for each in parts), NO_FILTERS)


_LIFTS: dict[type[Expr], Callable[[Any], LiftedPart]] = {
    Aggregation: _lift_aggregation,
    Binary: _lift_binary,
    Call: _lift_call,
    Number: _lift_number,
    Paren: lambda node: lift_part(node.expr),
    Range: _lift_range,
    Raw: lambda node: lift_part(node.tree),
    Selector: _lift_selector,
    Subquery: _lift_subquery,
    Text: _lift_text,
    Unary: _lift_unary,
    Variable: _refuse_variable,
}
