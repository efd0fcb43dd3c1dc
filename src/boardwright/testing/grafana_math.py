"""Evaluates Grafana's math expressions, such as `$A > 1 && $B < 10`, in tests of Grafana's alert
rules.

Source: https://grafana.com/docs/grafana/latest/panels-visualizations/query-transform-data/expression-queries/
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator, Mapping

from boardwright.testing.grafana_math_text import MathReader, MathSyntaxError
from boardwright.testing.testing_errors import TestInputError

LabelSet = frozenset[tuple[str, str]]
Numbers = Mapping[LabelSet, float]
"""The result of a query or expression, as a mapping from labels to numbers. A scalar is a number
without labels.
"""


def _divide_by_zero(value: float, zero: float) -> float:
    return math.copysign(math.inf, value) * math.copysign(1, zero) if value else math.nan


def _compute_power(base: float, exponent: float) -> float:
    """Return a power as IEEE 754 defines it, also if Python's `math.pow` raises an error."""
    is_odd = math.isfinite(exponent) and math.fmod(exponent, 2) != 0
    sign = math.copysign(1, base) if is_odd else 1.0
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return sign * math.inf
    except ValueError:  # A negative base with a fractional exponent, or 0 with a negative exponent.
        is_fraction = exponent != math.floor(exponent)
        return math.nan if base else (math.inf if is_fraction else sign * math.inf)


def _round_half_away(value: float) -> float:
    """Return the nearest whole number: 3 for 2.5, and -3 for -2.5."""
    if not math.isfinite(value):
        return value
    fraction, whole = math.modf(value)
    return whole + math.copysign(1, value) if abs(fraction) >= 0.5 else whole


_SIGNS: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda a, b: a / b if b else _divide_by_zero(a, b),
    "%": lambda a, b: math.fmod(a, b) if b and not math.isinf(a) else math.nan,
    "**": _compute_power,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "&&": lambda a, b: a != 0 and b != 0,
}
"""Operator of math expressions -> function that computes it. No operand of the function is NaN."""

_FUNCTIONS: Mapping[str, Callable[[float], float]] = {
    "abs": abs,
    "ceil": lambda a: math.ceil(a) if math.isfinite(a) else a,
    "floor": lambda a: math.floor(a) if math.isfinite(a) else a,
    "is_inf": lambda a: float(math.isinf(a)),
    "is_nan": lambda a: float(math.isnan(a)),
    "is_number": lambda a: float(math.isfinite(a)),
    "log": lambda a: math.log(a) if a > 0 else (math.nan if a else -math.inf),
    "round": _round_half_away,
}
_CONSTANTS = {"inf": math.inf, "nan": math.nan}
_SCALAR: LabelSet = frozenset()


def evaluate_math(text: str, values: Mapping[str, Numbers]) -> Numbers:
    """Return the result of a math expression.

    Args:
        text: The math expression.
        values: RefId -> the numbers that the query or expression with this refId returned.

    Raises:
        TestInputError: The text is not a math expression, or uses a function that tests do not
            support.
    """
    try:
        return MathReader(text, _MathNumbers(text, values)).read()
    except MathSyntaxError:
        raise _build_support_error(text) from None


class _MathNumbers:
    """Computes the operands, functions and operators of a math expression."""

    def __init__(self, text: str, values: Mapping[str, Numbers]) -> None:
        self._text, self._values = text, values

    def from_number(self, value: float) -> Numbers:
        return {_SCALAR: value}

    def find_variable(self, ref_id: str) -> Numbers:
        if ref_id not in self._values:
            raise TestInputError(
                f"the math expression {self._text!r} uses {ref_id}, which returns time series, but "
                "in tests a math expression needs single numbers",
                hint=f"Make {ref_id} an instant query, or put a reduce expression between {ref_id} "
                "and the math expression.",
            )
        return self._values[ref_id]

    def call_function(self, name: str, argument: Numbers | None) -> Numbers:
        if argument is None and name in _CONSTANTS:
            return {_SCALAR: _CONSTANTS[name]}
        if argument is None or name not in _FUNCTIONS:
            raise _build_support_error(self._text)
        return {labels: float(_FUNCTIONS[name](value)) for labels, value in argument.items()}

    def apply_unary(self, sign: str, value: Numbers) -> Numbers:
        return {labels: _compute_unary(sign, each) for labels, each in value.items()}

    def apply_binary(self, sign: str, left: Numbers, right: Numbers) -> Numbers:
        return {labels: _combine_numbers(sign, a, b) for labels, a, b in _iter_pairs(left, right)}


def _compute_unary(sign: str, value: float) -> float:
    return -value if sign == "-" or math.isnan(value) else float(not value)


def _combine_numbers(sign: str, left: float, right: float) -> float:
    """Return the result of an operator, which is NaN if an operand is NaN.

    Grafana 12.4.3 has exceptions for `&&` and `||`. If the left operand determines the result, the
    right operand does not matter: `0 && nan()` is 0. NaN as the left operand of `||` counts as
    true.
    """
    if sign == "&&" and left == 0:
        return 0.0
    if sign == "||":
        return 1.0 if left != 0 else (right if math.isnan(right) else float(right != 0))
    if math.isnan(left) or math.isnan(right):
        return math.nan
    return float(_SIGNS[sign](left, right))


def _iter_pairs(left: Numbers, right: Numbers) -> Iterator[tuple[LabelSet, float, float]]:
    """Yield each pair of numbers that an operator combines, with the labels of the result.

    Grafana combines two numbers if one of them has all labels of the other. If each operand is a
    single number, Grafana always combines the two numbers.
    """
    for one, a in left.items():
        for two, b in right.items():
            if one <= two or two <= one:
                yield one | two, a, b
            elif len(left) == len(right) == 1:
                yield _SCALAR, a, b


def _build_support_error(text: str) -> TestInputError:
    return TestInputError(
        f"in tests, boardwright cannot evaluate the math expression {text!r}",
        hint="Use only the operators + - * / % ** && || !, comparisons, and the functions "
        f"{', '.join(sorted(_FUNCTIONS))}.",
    )
