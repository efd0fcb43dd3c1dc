"""Grafana's math expressions: `$A > 1 && $B < 10`, over values that labels distinguish.

Source: https://grafana.com/docs/grafana/latest/panels-visualizations/query-transform-data/expression-queries/
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping

from boardwright.testing.testing_errors import TestInputError

LabelSet = frozenset[tuple[str, str]]
Numbers = Mapping[LabelSet, float]
"""Labels -> number; one without labels is a scalar."""

_VARIABLE = re.compile(r"\$(?:\{([^}]+)\}|([A-Za-z_]\w*))")
_WORDS = ((r"&&", " and "), (r"\|\|", " or "), (r"!(?!=)", " not "))
_BINARY: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: lambda a, b: a / b if b else _divide_by_zero(a),
    ast.Mod: lambda a, b: math.fmod(a, b) if b else math.nan,
    ast.Pow: operator.pow,
}
_COMPARISONS: Mapping[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_FUNCTIONS: Mapping[str, Callable[[float], float]] = {
    "abs": abs,
    "ceil": math.ceil,
    "floor": math.floor,
    "is_inf": lambda a: float(math.isinf(a)),
    "is_nan": lambda a: float(math.isnan(a)),
    "is_number": lambda a: float(math.isfinite(a)),
    "log": lambda a: math.log(a) if a > 0 else math.nan,
    "round": lambda a: math.floor(a + 0.5),
}
_CONSTANTS = {"inf": math.inf, "nan": math.nan}
_SCALAR: LabelSet = frozenset()


def _divide_by_zero(value: float) -> float:
    return math.nan if not value or math.isnan(value) else math.copysign(math.inf, value)


def evaluate_math(text: str, values: Mapping[str, Numbers]) -> Numbers:
    """Return the result of an expression.

    Args:
        text: The expression.
        values: RefId -> numbers.

    Raises:
        TestInputError: It is not a math expression, or uses a function that is not supported.
    """
    names: dict[str, Numbers] = {}

    def name_of(found: re.Match[str]) -> str:
        ref_id = found[1] or found[2]
        if ref_id not in values:
            raise TestInputError(
                f"the math expression {text!r} uses {ref_id}, which is a series",
                hint="Make the query instant, or put a reduce expression in between.",
            )
        name = f"v{len(names)}"
        names[name] = values[ref_id]
        return f" {name} "

    translated = _VARIABLE.sub(name_of, text)
    for pattern, word in _WORDS:
        translated = re.sub(pattern, word, translated)
    try:
        tree = ast.parse(translated.strip(), mode="eval").body
    except SyntaxError:
        raise _refuse(text) from None
    return _Evaluator(text, names).evaluate(tree)


class _Evaluator:
    def __init__(self, text: str, names: Mapping[str, Numbers]) -> None:
        self._text, self._names = text, names

    def evaluate(self, node: ast.expr) -> Numbers:  # noqa: PLR0911 - one for each kind of node
        match node:
            case ast.Constant(value=int() | float() as value):
                return {_SCALAR: float(value)}
            case ast.Name(id=name) if name in self._names:
                return self._names[name]
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return {labels: -value for labels, value in self.evaluate(inner).items()}
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                return {labels: float(not value) for labels, value in self.evaluate(inner).items()}
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
                return join_numbers(self.evaluate(left), self.evaluate(right), _BINARY[type(op)])
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARISONS:
                return join_numbers(
                    self.evaluate(left), self.evaluate(right), _COMPARISONS[type(op)]
                )
            case ast.BoolOp(op=op, values=[first, *others]):
                return self._join_all(op, first, others)
            case ast.Call(func=ast.Name(id=name), args=[inner]) if name in _FUNCTIONS:
                found = self.evaluate(inner)
                return {labels: _FUNCTIONS[name](value) for labels, value in found.items()}
            case ast.Call(func=ast.Name(id=name), args=[]) if name in _CONSTANTS:
                return {_SCALAR: _CONSTANTS[name]}
        raise _refuse(self._text)

    def _join_all(self, op: ast.boolop, first: ast.expr, others: list[ast.expr]) -> Numbers:
        is_and = isinstance(op, ast.And)
        found = self.evaluate(first)
        for each in others:
            found = join_numbers(
                found,
                self.evaluate(each),
                lambda a, b: bool(a and b) if is_and else bool(a or b),
            )
        return found


def join_numbers(
    left: Numbers, right: Numbers, compute: Callable[[float, float], float]
) -> Numbers:
    """Return the results for pairs whose labels are equal, or of which one has all of the other."""
    return {labels: float(compute(a, b)) for labels, a, b in _pairs(left, right)}


def _pairs(left: Numbers, right: Numbers) -> Iterator[tuple[LabelSet, float, float]]:
    for one, a in left.items():
        for two, b in right.items():
            if one <= two or two <= one:
                yield one | two, a, b


def _refuse(text: str) -> TestInputError:
    return TestInputError(
        f"the math expression {text!r} is not supported in tests",
        hint=f"Supported: + - * / % **, comparisons, && || !, {', '.join(sorted(_FUNCTIONS))}.",
    )
