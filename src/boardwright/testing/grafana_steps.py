"""Computes Grafana's expressions in alert rules: reduce, threshold, math, and classic conditions.

Source: https://grafana.com/docs/grafana/latest/alerting/fundamentals/alert-rules/queries-conditions/
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from statistics import fmean, median

from boardwright.schema.alerting.alert_expression import (
    AlertCondition,
    AlertEvaluator,
    AlertExpression,
)
from boardwright.testing.grafana_math import LabelSet, Numbers, evaluate_math
from boardwright.testing.testing_errors import TestInputError

SeriesPoints = Mapping[LabelSet, Sequence[float]]
"""The time series that a query returns, as a mapping from labels to the values over a range."""

_REDUCERS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "count": len,
    "last": lambda values: values[-1],
    "max": max,
    "mean": fmean,
    "avg": fmean,
    "median": median,
    "min": min,
    "sum": math.fsum,
}
_EMPTY = {"count": 0.0, "sum": 0.0}
_THRESHOLDS: Mapping[str, Callable[[float, Sequence[float]], bool]] = {
    "gt": lambda value, limits: value > limits[0],
    "lt": lambda value, limits: value < limits[0],
    "gte": lambda value, limits: value >= limits[0],
    "lte": lambda value, limits: value <= limits[0],
    "eq": lambda value, limits: value == limits[0],
    "ne": lambda value, limits: value != limits[0],
    "within_range": lambda value, limits: min(limits[:2]) < value < max(limits[:2]),
    "outside_range": lambda value, limits: value < min(limits[:2]) or value > max(limits[:2]),
    "within_range_included": lambda value, limits: min(limits[:2]) <= value <= max(limits[:2]),
    "outside_range_included": lambda value, limits: (
        value <= min(limits[:2]) or value >= max(limits[:2])
    ),
}


def sort_expressions(expressions: Mapping[str, AlertExpression]) -> Sequence[str]:
    """Return the refIds of the expressions, sorted so that each expression comes after the
    expressions that it uses.

    Raises:
        TestInputError: An expression uses its own result, directly or through other expressions.
    """
    graph = {ref_id: expressions.keys() & each.used_ref_ids for ref_id, each in expressions.items()}
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        raise TestInputError(f"the expressions depend on each other in a cycle: {circle}") from None


class StepValues:
    """The results of the queries and expressions of an alert rule, at one evaluation of the rule.

    Args:
        series: RefId of a range query -> the series that the query returned.
        numbers: RefId of an instant query -> the numbers that the query returned.
        recovery_held: The labels of the alerts to which the recovery threshold applies.
    """

    def __init__(
        self,
        series: Mapping[str, SeriesPoints],
        numbers: Mapping[str, Numbers],
        recovery_held: Collection[LabelSet] = (),
    ) -> None:
        self._series = dict(series)
        self.numbers = dict(numbers)
        self._recovery_held = recovery_held

    def add(self, ref_id: str, expression: AlertExpression) -> None:
        """Compute an expression and store its result.

        Raises:
            TestInputError: boardwright cannot evaluate this type of expression in tests.
        """
        match expression.type:
            case "reduce":
                self.numbers[ref_id] = self._compute_reduction(expression)
            case "threshold":
                self.numbers[ref_id] = self._apply_threshold(expression)
            case "math":
                self.numbers[ref_id] = evaluate_math(expression.formula, self.numbers)
            case "classic_conditions":
                self.numbers[ref_id] = self._evaluate_classic(expression.conditions)
            case kind:
                raise TestInputError(
                    f"in tests, boardwright cannot evaluate the expression {ref_id} of type "
                    f"{kind!r}"
                )

    def _compute_reduction(self, expression: AlertExpression) -> Numbers:
        name = expression.input
        series = self._series.get(name)
        if series is None:
            series = {labels: (value,) for labels, value in self._require_numbers(name).items()}
        return {
            labels: reduce_values(expression.reducer, keep_values(values, expression))
            for labels, values in series.items()
        }

    def _apply_threshold(self, expression: AlertExpression) -> Numbers:
        condition = expression.conditions[0]
        recovery = condition.recovery
        numbers = self._require_numbers(expression.input)
        return {
            labels: float(
                not meets_condition(value, recovery)
                if recovery and labels in self._recovery_held
                else meets_condition(value, condition.evaluator)
            )
            for labels, value in numbers.items()
        }

    def _evaluate_classic(self, conditions: Sequence[AlertCondition]) -> Numbers:
        """Return the result of classic conditions, which is a single number without labels.

        As in Grafana 12.4.3, the result is empty if all conditions joined by `and` lack data, or if
        one of the conditions joined by `or` lacks data.
        """
        (holds, is_empty), *others = [self._evaluate_condition(each) for each in conditions]
        for condition, (other, has_none) in zip(conditions[1:], others, strict=True):
            if condition.joins_with_or:
                holds, is_empty = holds or other, is_empty or has_none
            else:
                holds, is_empty = holds and other, is_empty and has_none
        return {} if is_empty else {frozenset(): float(holds)}

    def _evaluate_condition(self, condition: AlertCondition) -> tuple[bool, bool]:
        """Return whether a condition is true for at least one series, and whether it lacks data."""
        values = self._list_values(condition.ref_id)
        if not values and condition.evaluator.type == "no_value":
            return True, False
        reduced = (reduce_values(condition.reducer, each) for each in values)
        holds = any(meets_condition(value, condition.evaluator) for value in reduced)
        return holds, not values

    def _list_values(self, ref_id: str) -> list[Sequence[float]]:
        if ref_id in self._series:
            return list(self._series[ref_id].values())
        return [(value,) for value in self._require_numbers(ref_id).values()]

    def _require_numbers(self, ref_id: str) -> Numbers:
        if ref_id not in self.numbers:
            raise TestInputError(
                f"the query {ref_id} returns time series, but the expression that uses {ref_id} "
                "needs single numbers in tests",
                hint=f"Make {ref_id} an instant query, or add a reduce expression after {ref_id}.",
            )
        return self.numbers[ref_id]


def keep_values(values: Sequence[float], expression: AlertExpression) -> Sequence[float]:
    """Return the values that a reduce expression reduces.

    The expression's mode determines whether NaN and infinite values are kept, dropped or replaced.
    """
    mode = expression.reduction_mode
    if mode == "dropNN":
        return [value for value in values if math.isfinite(value)]
    if mode == "replaceNN":
        other = float(expression.replacement)
        return [value if math.isfinite(value) else other for value in values]
    return values


def reduce_values(reducer: str, values: Sequence[float]) -> float:
    """Reduce the values to one number. Most reducers return NaN if a value is NaN, or if there are
    no values.

    Raises:
        TestInputError: boardwright does not support the reducer in tests.
    """
    if reducer not in _REDUCERS:
        known = ", ".join(sorted(_REDUCERS))
        raise TestInputError(
            f"in tests, boardwright does not support the reducer {reducer!r}",
            hint=f"Use one of the reducers {known}.",
        )
    if not values:
        return _EMPTY.get(reducer, math.nan)
    if any(math.isnan(value) for value in values) and reducer not in {"count", "last"}:
        return math.nan
    return float(_REDUCERS[reducer](values))


def meets_condition(value: float, evaluator: AlertEvaluator) -> bool:
    """Return whether a value fulfils a condition such as `gt`, `lt` or `within_range`.

    Raises:
        TestInputError: boardwright does not support the condition in tests.
    """
    kind = evaluator.type
    if kind == "no_value":
        return math.isnan(value)
    if kind not in _THRESHOLDS:
        raise TestInputError(f"in tests, boardwright does not support the condition {kind!r}")
    return not math.isnan(value) and _THRESHOLDS[kind](value, evaluator.limits)
