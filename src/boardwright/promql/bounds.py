"""Finds the comparisons with numbers in a PromQL condition, such as the expression of an alert. For
example, `free < 10 and on() up == 1` contains the comparisons `free < 10` and `up == 1`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import Field, fields
from typing import Any

from boardwright.frozen import frozen
from boardwright.promql.arithmetic import ARITHMETIC, calculate_operation
from boardwright.promql.duration_nodes import Duration
from boardwright.promql.expr import Expr
from boardwright.promql.operators import COMPARISONS, SET_OPERATORS, Binary, Number, Unary
from boardwright.promql.raw import Raw
from boardwright.promql.selectors import Selector

_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}


@frozen
class Bound:
    """One comparison with a number in a condition, such as `free < 10`.

    Attributes:
        value: The expression that is compared with the number.
        op: The comparison operator (`>`, `<`, `==`, …) after the number is moved to the right side.
            For example, the operator of `10 > free` is `<`, because `free < 10` is the same
            condition.
        limit: The number with which the expression is compared.
    """

    value: Expr
    op: str
    limit: float


def list_bounds(condition: Expr) -> tuple[Bound, ...]:
    """Return all comparisons with a number in a condition, in the order of the text.

    A condition is a single comparison, or several comparisons combined with `and`, `or` or
    `unless`.
    Comparisons in the right operand of `unless` are omitted.
    """
    return tuple(_iter_bounds(condition))


def _iter_bounds(condition: Expr) -> Iterator[Bound]:
    part = _unwrap_expression(condition)
    if not isinstance(part, Binary):
        return
    if part.op in SET_OPERATORS:
        yield from _iter_bounds(part.lhs)
        if part.op != "unless":
            yield from _iter_bounds(part.rhs)
    elif part.op in COMPARISONS:
        left, right = evaluate_constant(part.lhs), evaluate_constant(part.rhs)
        if right is not None and left is None:
            yield Bound(value=_unwrap_expression(part.lhs), op=part.op, limit=right)
        elif left is not None and right is None:
            yield Bound(value=_unwrap_expression(part.rhs), op=_FLIPPED[part.op], limit=left)


def evaluate_constant(expr: Expr) -> float | None:
    """Return the value of an expression that consists of numbers only, such as `14.4 * 0.001`; None
    for any other expression.
    """
    part = _unwrap_expression(expr)
    if isinstance(part, Number):
        return part.value
    if isinstance(part, Unary):
        value = evaluate_constant(part.expr)
        return None if value is None else -value
    if isinstance(part, Binary) and part.op in ARITHMETIC:
        left, right = evaluate_constant(part.lhs), evaluate_constant(part.rhs)
        if left is not None and right is not None:
            return calculate_operation(part.op, left, right)
    return None


def compute_shape(expr: Expr) -> Hashable:
    """Return a value that is equal for two expressions that compute the same.

    Differences in parentheses, the order of matchers, matchers with a Grafana variable, and the
    notation of a duration are ignored.
    """
    part = _unwrap_expression(expr)
    if isinstance(part, Selector):
        matchers = frozenset(item for item in part.matchers if not item.variable)
        shift = part.shift.length if part.shift else None
        return "Selector", part.name, matchers, shift, part.moment, part.extended
    return type(part).__name__, *(
        _compute_value_shape(getattr(part, item.name)) for item in _list_fields(part)
    )


def _list_fields(part: Any) -> tuple[Field[Any], ...]:
    return fields(part)


def _compute_value_shape(value: Any) -> Hashable:
    if isinstance(value, Expr):
        return compute_shape(value)
    if isinstance(value, Duration):
        return value.length
    if isinstance(value, tuple):
        return tuple(map(_compute_value_shape, value))
    return value  # type: ignore[no-any-return]


def _unwrap_expression(expr: Expr) -> Expr:
    part = expr.bare
    while isinstance(part, Raw):
        part = part.tree.bare
    return part
