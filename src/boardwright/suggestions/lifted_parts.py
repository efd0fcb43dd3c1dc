"""A part of a query without its variables: an expression, and matchers to apply to its result.

Let `F` be matchers. Prometheus returns the same series for `part{F}` (the matchers inside, at the
selectors) as for the result of `part` to which `F` is applied, if each series that goes through the
part keeps the labels of `F`. `lift` proves that for one part: it walks the tree from the selectors
outwards and refuses the first operation that would lose such a label.

The lifted expression has one form: matchers and grouping labels are sorted, durations have one text
and parentheses are only where PromQL needs them. Two parts are equal if their texts are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce
from typing import Any

from boardwright.frozen import frozen
from boardwright.notation.durations import shown
from boardwright.promql.calls import Aggregation, Call, Text
from boardwright.promql.duration_nodes import Duration
from boardwright.promql.expr import Expr, Kind
from boardwright.promql.lexical import number_text
from boardwright.promql.matchers import Matcher
from boardwright.promql.operators import Binary, Number, Paren, Subquery, Unary, Variable
from boardwright.promql.raw import Raw
from boardwright.promql.result_labels import CHOOSING, is_matched
from boardwright.promql.selectors import Range, Selector

Filters = frozenset[Matcher]
NO_FILTERS: Filters = frozenset()

LAST_TWO = frozenset({"idelta", "irate"})
_OF_THE_QUERY = frozenset({"end", "range", "start", "step"})
_MAKES_NEW_LABELS = frozenset({"absent", "absent_over_time", "info", "scalar", "vector"})
_SETS_A_LABEL = frozenset({"label_join", "label_replace"})
_OF_BUCKETS = frozenset({"histogram_fraction", "histogram_quantile", "histogram_quantiles"})


class NotRecordableError(Exception):
    """A part cannot be recorded; the text is the reason, for the reader of a report."""


@frozen
class Lifted:
    """An expression without variables, and the matchers to apply to its result.

    Attributes:
        expr: The expression.
        filters: The matchers whose values contain variables.
    """

    expr: Expr
    filters: Filters = NO_FILTERS

    @property
    def filtered_labels(self) -> frozenset[str]:
        """The labels of the matchers."""
        return frozenset(each.name for each in self.filters)


def lift(node: Expr) -> Lifted:
    """Return a part without its variables.

    Raises:
        NotRecordableError: The value depends on the query that contains the part (its step, its
            range, a variable that is not in a matcher), or a label of a matcher is lost.
    """
    return _LIFTS[type(node)](node)


def _selector(node: Selector) -> Lifted:
    expr, filters = _split_matchers(node)
    return Lifted(expr=expr, filters=filters)


def _split_matchers(node: Selector) -> tuple[Selector, Filters]:
    """Return a selector without the matchers that have variables, and these matchers."""
    if node.variable_name:
        raise NotRecordableError("a variable is in the metric's name")
    if node.moment is not None:
        raise NotRecordableError("@ fixes the time")
    if node.extended is not None:
        raise NotRecordableError(f"{node.extended} needs a feature of Prometheus to be enabled")
    filters = frozenset(each for each in node.matchers if each.variable or "$" in each.name)
    if any(not each.op or "$" in each.name or each.name == "__name__" for each in filters):
        raise NotRecordableError("a variable decides which labels are matched")
    kept = sorted({each for each in node.matchers if each not in filters}, key=str)
    shift = None if node.shift is None else _duration(node.shift)
    return replace(node, matchers=tuple(kept), shift=shift), filters


def _range(node: Range) -> Lifted:
    selector, filters = _split_matchers(node.selector)
    return Lifted(expr=Range(selector=selector, window=_duration(node.window)), filters=filters)


def _subquery(node: Subquery) -> Lifted:
    if node.moment is not None:
        raise NotRecordableError("@ fixes the time")
    inner = lift(node.expr)
    step = None if node.step is None else _duration(node.step)
    shift = None if node.shift is None else _duration(node.shift)
    expr = replace(node, expr=inner.expr, range=_duration(node.range), step=step, shift=shift)
    return Lifted(expr=expr, filters=inner.filters)


def _duration(length: Duration) -> Duration:
    """Return a duration with one text for equal lengths."""
    if length.milliseconds is None:
        raise NotRecordableError(f"a window or an offset is {length}, which is not fixed")
    return Duration(text=shown(length.milliseconds), milliseconds=length.milliseconds)


def _number(node: Number) -> Lifted:
    return Lifted(expr=Number(text=number_text(node.value)))


def _text(node: Text) -> Lifted:
    if node.variable:
        raise NotRecordableError("a variable is in a text")
    return Lifted(expr=node)


def _variable(node: Variable) -> Lifted:
    raise NotRecordableError(f"{node} is not in a matcher")


def _unary(node: Unary) -> Lifted:
    inner = lift(node.expr)
    return Lifted(expr=Unary(expr=inner.expr), filters=inner.filters)


def _call(node: Call) -> Lifted:
    if node.variable:
        raise NotRecordableError("a variable names the function")
    if node.name in LAST_TWO:
        raise NotRecordableError(f"{node.name} uses two samples and a rule loses all others")
    if node.name in _OF_THE_QUERY:
        raise NotRecordableError(f"{node.name}() depends on the query")
    parts = [lift(each) for each in node.args]
    filters = _all_filters(parts)
    lost = _labels_set_by(node) & {each.name for each in filters}
    if filters and (node.name in _MAKES_NEW_LABELS or lost or _has_scalar_filter(parts)):
        raise NotRecordableError(f"{node.name} loses a label that a variable matches")
    return Lifted(
        expr=Call(name=node.name, args=tuple(each.expr for each in parts)), filters=filters
    )


def _labels_set_by(node: Call) -> set[str]:
    """Return the labels that a function sets or removes."""
    if node.name in _OF_BUCKETS:
        return {"le", *(each.value for each in node.args if isinstance(each, Text))}
    if node.name not in _SETS_A_LABEL:
        return set()
    target = node.args[1].bare
    return {target.value} if isinstance(target, Text) else set()


def _has_scalar_filter(parts: Iterable[Lifted]) -> bool:
    return any(each.filters and each.expr.kind is Kind.SCALAR for each in parts)


def _aggregation(node: Aggregation) -> Lifted:
    inner = lift_aggregated(node)
    if lost := lost_labels(node, inner):
        raise NotRecordableError(f"{node.op} loses the label {min(lost)} that a variable matches")
    return Lifted(expr=aggregation_of(node, inner.expr, node.labels), filters=inner.filters)


def lift_aggregated(node: Aggregation) -> Lifted:
    """Return the argument of an aggregation without its variables.

    Raises:
        NotRecordableError: As for `lift`, or rules cannot record this aggregation.
    """
    if node.variable or any("$" in label or "[[" in label for label in node.labels):
        raise NotRecordableError("a variable names the aggregation or a label")
    if node.op in CHOOSING:
        raise NotRecordableError(f"{node.op} chooses other series at each time")
    if node.op == "count_values":
        raise NotRecordableError("count_values makes series of values")
    inner = lift(node.expr)
    if node.param is not None and lift(node.param).filters:
        raise NotRecordableError(f"a variable decides the parameter of {node.op}")
    return inner


def lost_labels(node: Aggregation, inner: Lifted) -> frozenset[str]:
    """Return the labels of the matchers that an aggregation does not keep."""
    if node.grouping == "without":
        return inner.filtered_labels & frozenset(node.labels)
    return inner.filtered_labels - frozenset(node.labels)


def aggregation_of(node: Aggregation, expr: Expr, labels: Iterable[str]) -> Aggregation:
    """Return an aggregation of another expression, with other labels in one order."""
    ordered = tuple(sorted(set(labels)))
    by = node.grouping == "by" or node.grouping is None
    grouping = None if by and not ordered else node.grouping or "by"
    param = None if node.param is None else lift(node.param).expr
    return replace(node, expr=expr, param=param, grouping=grouping, labels=ordered)


def _binary(node: Binary) -> Lifted:
    left, right = lift(node.lhs), lift(node.rhs)
    filters = _all_filters([left, right])
    if filters:
        _refuse_lost_labels(node, left, right)
    labels, include = tuple(sorted(node.labels)), tuple(sorted(node.include))
    if any("$" in each or "[[" in each for each in (*labels, *include)):
        raise NotRecordableError("a variable names a label")
    expr = replace(node, lhs=left.expr, rhs=right.expr, labels=labels, include=include)
    return Lifted(expr=expr, filters=filters)


def _refuse_lost_labels(node: Binary, left: Lifted, right: Lifted) -> None:
    """Refuse an operation whose two sides do not have to agree on the labels of the matchers."""
    if Kind.SCALAR in {node.lhs.kind, node.rhs.kind}:
        if _has_scalar_filter([left, right]):
            raise NotRecordableError("a scalar depends on a variable")
        return
    labels = left.filtered_labels | right.filtered_labels
    is_kept = all(is_matched(node, each) and each not in node.include for each in labels)
    is_same = left.filters == right.filters
    is_subset = node.op != "unless" or right.filters <= left.filters
    if not is_kept or node.has_fill or (node.op == "or" and not is_same) or not is_subset:
        raise NotRecordableError(f"the variables do not match both sides of {node.op} alike")


def _all_filters(parts: Iterable[Lifted]) -> Filters:
    return reduce(frozenset.union, (each.filters for each in parts), NO_FILTERS)


_LIFTS: dict[type[Expr], Callable[[Any], Lifted]] = {
    Aggregation: _aggregation,
    Binary: _binary,
    Call: _call,
    Number: _number,
    Paren: lambda node: lift(node.expr),
    Range: _range,
    Raw: lambda node: lift(node.tree),
    Selector: _selector,
    Subquery: _subquery,
    Text: _text,
    Unary: _unary,
    Variable: _variable,
}
