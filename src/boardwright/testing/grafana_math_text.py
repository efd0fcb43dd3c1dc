"""Parses Grafana's math expressions, such as `$A > 1 && !($B == 0)`.

The precedence of the operators is as in Grafana 12.4.3, and differs from Python. `!` and the sign
`-` have the highest precedence. Operators with the same precedence are evaluated from left to
right, so `2 ** 3 ** 2` is 64. Two operators in a row need a space, as in `1 > -1`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar

V = TypeVar("V")

_LEVELS = (
    frozenset({"||"}),
    frozenset({"&&"}),
    frozenset({"==", "!=", "<", "<=", ">", ">="}),
    frozenset({"+", "-"}),
    frozenset({"*", "/", "%"}),
    frozenset({"**"}),
)
_TOKEN = re.compile(
    r"\s*(?:(?P<number>0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|\$(?:\{(?P<braced>[^}]+)\}|(?P<variable>[A-Za-z_]\w*))"
    r"|(?P<name>[A-Za-z]\w*)|(?P<operator>[-+*/%!<>=&|]+|[()])|(?P<end>$))"
)


class MathSyntaxError(Exception):
    """The text is not a math expression."""


class MathValues(Protocol[V]):
    """The methods with which a `MathReader` computes the value of a math expression."""

    def from_number(self, value: float) -> V:
        """Return the value of a number literal."""

    def find_variable(self, ref_id: str) -> V:
        """Return the result of the query or expression with this refId."""

    def call_function(self, name: str, argument: V | None) -> V:
        """Return the result of a function; `argument` is None if the call has no argument."""

    def apply_unary(self, sign: str, value: V) -> V:
        """Return the result of `!`, or of `-` as a sign."""

    def apply_binary(self, sign: str, left: V, right: V) -> V:
        """Return the result of an operator with two operands."""


class MathReader(Generic[V]):
    """Parses one math expression and computes its value at the same time.

    Args:
        text: The math expression.
        values: The object that computes operands, functions and operators.
    """

    def __init__(self, text: str, values: MathValues[V]) -> None:
        self._tokens, self._values = list(_iter_tokens(text)), values

    def read(self) -> V:
        """Return the value of the expression.

        Raises:
            MathSyntaxError: The text is not a math expression.
        """
        value = self._read_binary(0)
        self._expect_token("end", "")
        return value

    def _read_binary(self, level: int) -> V:
        if level == len(_LEVELS):
            return self._read_unary()
        left = self._read_binary(level + 1)
        while self._tokens[0][1] in _LEVELS[level]:
            _, sign = self._tokens.pop(0)
            left = self._values.apply_binary(sign, left, self._read_binary(level + 1))
        return left

    def _read_unary(self) -> V:
        if self._tokens[0][1] in {"!", "-"}:
            _, sign = self._tokens.pop(0)
            return self._values.apply_unary(sign, self._read_operand())
        return self._read_operand()

    def _read_operand(self) -> V:
        kind, text = self._tokens.pop(0)
        if kind == "number":
            return self._values.from_number(_parse_number(text))
        if kind in {"variable", "braced"}:
            return self._values.find_variable(text)
        if kind == "name":
            return self._read_call(text)
        if text != "(":
            raise MathSyntaxError
        value = self._read_binary(0)
        self._expect_token("operator", ")")
        return value

    def _read_call(self, name: str) -> V:
        self._expect_token("operator", "(")
        argument = None if self._tokens[0][1] == ")" else self._read_binary(0)
        self._expect_token("operator", ")")
        return self._values.call_function(name, argument)

    def _expect_token(self, kind: str, text: str) -> None:
        if self._tokens.pop(0) != (kind, text):
            raise MathSyntaxError


def _iter_tokens(text: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and the text of each token. The last token has the kind `end`."""
    at, kind = 0, ""
    while kind != "end":
        match = _TOKEN.match(text.rstrip(), at)
        if match is None or match.lastgroup is None:
            raise MathSyntaxError
        kind, at = match.lastgroup, match.end()
        yield kind, match[kind]


def _parse_number(text: str) -> float:
    """Return the value of a number literal.

    Raises:
        MathSyntaxError: The number is too large for a float. Grafana also refuses such a number.
    """
    if text[:2].lower() == "0x":
        return float(int(text, 16))
    value = float(text)
    if value == float("inf"):
        raise MathSyntaxError
    return value
