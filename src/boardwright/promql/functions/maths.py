"""Mathematical functions of PromQL. Most of these functions compute a new value for each sample of
an instant vector.
"""

from __future__ import annotations

from boardwright.promql.calls import build_call

TYPE_CHECKING = False
if TYPE_CHECKING:
    from boardwright.promql.calls import Call
    from boardwright.promql.operators import Operand, OperandLike


def abs(v: Operand) -> Call:
    """Return the absolute value of each sample."""
    return build_call("abs", v)


def ceil(v: Operand) -> Call:
    """Return each sample rounded up to a whole number."""
    return build_call("ceil", v)


def floor(v: Operand) -> Call:
    """Return each sample rounded down to a whole number."""
    return build_call("floor", v)


def exp(v: Operand) -> Call:
    """Return e raised to the power of each sample."""
    return build_call("exp", v)


def ln(v: Operand) -> Call:
    """Return the natural logarithm of each sample."""
    return build_call("ln", v)


def log2(v: Operand) -> Call:
    """Return the logarithm to base 2 of each sample."""
    return build_call("log2", v)


def log10(v: Operand) -> Call:
    """Return the logarithm to base 10 of each sample."""
    return build_call("log10", v)


def sqrt(v: Operand) -> Call:
    """Return the square root of each sample."""
    return build_call("sqrt", v)


def sgn(v: Operand) -> Call:
    """Return the sign of each sample: 1, 0 or -1."""
    return build_call("sgn", v)


def deg(v: Operand) -> Call:
    """Convert each sample from radians to degrees."""
    return build_call("deg", v)


def rad(v: Operand) -> Call:
    """Convert each sample from degrees to radians."""
    return build_call("rad", v)


def sin(v: Operand) -> Call:
    """Return the sine of each sample, which is an angle in radians."""
    return build_call("sin", v)


def cos(v: Operand) -> Call:
    """Return the cosine of each sample, which is an angle in radians."""
    return build_call("cos", v)


def tan(v: Operand) -> Call:
    """Return the tangent of each sample, which is an angle in radians."""
    return build_call("tan", v)


def asin(v: Operand) -> Call:
    """Return the arc sine of each sample, as an angle in radians."""
    return build_call("asin", v)


def acos(v: Operand) -> Call:
    """Return the arc cosine of each sample, as an angle in radians."""
    return build_call("acos", v)


def atan(v: Operand) -> Call:
    """Return the arc tangent of each sample, as an angle in radians."""
    return build_call("atan", v)


def sinh(v: Operand) -> Call:
    """Return the hyperbolic sine of each sample."""
    return build_call("sinh", v)


def cosh(v: Operand) -> Call:
    """Return the hyperbolic cosine of each sample."""
    return build_call("cosh", v)


def tanh(v: Operand) -> Call:
    """Return the hyperbolic tangent of each sample."""
    return build_call("tanh", v)


def asinh(v: Operand) -> Call:
    """Return the inverse hyperbolic sine of each sample."""
    return build_call("asinh", v)


def acosh(v: Operand) -> Call:
    """Return the inverse hyperbolic cosine of each sample."""
    return build_call("acosh", v)


def atanh(v: Operand) -> Call:
    """Return the inverse hyperbolic tangent of each sample."""
    return build_call("atanh", v)


def round(v: Operand, to_nearest: OperandLike | None = None) -> Call:
    """Return each sample rounded to the nearest multiple of `to_nearest`, by default to a whole
    number.
    """
    return build_call("round", v) if to_nearest is None else build_call("round", v, to_nearest)


def clamp(v: Operand, min: OperandLike, max: OperandLike) -> Call:
    """Limit each sample to the range from `min` to `max`."""
    return build_call("clamp", v, min, max)


def clamp_min(v: Operand, min: OperandLike) -> Call:
    """Replace samples that are less than `min` by `min`."""
    return build_call("clamp_min", v, min)


def clamp_max(v: Operand, max: OperandLike) -> Call:
    """Replace samples that are greater than `max` by `max`."""
    return build_call("clamp_max", v, max)


def max_of(a: OperandLike, b: OperandLike) -> Call:
    """Return the larger of two scalars. This function is experimental."""
    return build_call("max_of", a, b)


def min_of(a: OperandLike, b: OperandLike) -> Call:
    """Return the smaller of two scalars. This function is experimental."""
    return build_call("min_of", a, b)


def pi() -> Call:
    """Return the number pi."""
    return build_call("pi")


abs_ = abs
round_ = round
