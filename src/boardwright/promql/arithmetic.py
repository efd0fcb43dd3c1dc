"""Calculates PromQL's arithmetic operations on two numbers."""

from __future__ import annotations

import math
import operator

ARITHMETIC = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": math.fmod,
    "^": math.pow,
}
"""Operator of PromQL -> Python function that computes the result. As in Go, the result of `%` has
the sign of the left operand.
"""


def calculate_operation(op: str, left: float, right: float) -> float | None:
    """Return the result of an operation; None if Python cannot calculate it, as in `1 / 0`.

    >>> calculate_operation("%", -7.0, 3.0)
    -1.0

    Args:
        op: An operator of `ARITHMETIC`.
        left: The left operand.
        right: The right operand.
    """
    try:
        return float(ARITHMETIC[op](left, right))
    except (ArithmeticError, ValueError):
        return None
