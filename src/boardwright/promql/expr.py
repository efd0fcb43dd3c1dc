"""The base class `Expr` of all PromQL expressions.

An expression is immutable and has a kind (the type of its result), such as `instant vector`. The
parser and Python's operators create objects of the same classes, so `parse("a + b")` is equal to
`metric("a") + metric("b")`.
"""

from __future__ import annotations

from enum import Enum

from boardwright.errors import PromqlError
from boardwright.promql.expression_places import locate_caller

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn

ATOMIC_LEVEL = 9
"""The precedence of expressions that never need parentheses."""


class Kind(Enum):
    """The type of an expression's result, as Prometheus names it."""

    VECTOR = "instant vector"
    RANGE = "range vector"
    SCALAR = "scalar"
    STRING = "string"
    ANY = "Grafana variable"

    def fits(self, expected: Kind) -> bool:
        """Return whether this kind is accepted where Prometheus needs the kind `expected`."""
        return self is expected or self is Kind.ANY


class NotABoolError(PromqlError, TypeError):
    """Raised if Python code uses an expression as a truth value, a list or a number, as in `if
    expr`, `list(expr)` or Python's own `abs(expr)`.
    """


class Expr:
    """A PromQL expression.

    `str(expr)` returns the PromQL text on one line. In Python, `a == b` compares two expressions.
    For the operator `==` of PromQL, use `a.eq(b)`.

    Attributes:
        parent: The expression that directly contains this expression; None for the whole
            expression, and for expressions that were not parsed.
        tokens: Index of the expression's first token, and index of the token after its last token.
        word: Index of the token that names the expression: the name of a metric or function, the
            operator, or the bracket before a range.
        label_tokens: Indexes of the tokens that are labels in `by (…)`, `on (…)` and similar lists.
    """

    parent: Expr | None = None
    tokens: tuple[int, int] = (0, 0)
    word: int = 0
    label_tokens: tuple[int, ...] = ()

    @property
    def kind(self) -> Kind:
        """The type of the result."""
        raise NotImplementedError

    @property
    def children(self) -> tuple[Expr, ...]:
        """The expressions that this expression directly contains, in the order of the text."""
        return ()

    @property
    def level(self) -> int:
        """The precedence of the expression. A higher number binds more tightly."""
        return ATOMIC_LEVEL

    @property
    def bare(self) -> Expr:
        """The expression without its enclosing parentheses."""
        return self

    def walk(self) -> Iterator[Expr]:
        """Yield the expression and all expressions inside it, in the order of the text."""
        stack: list[Expr] = [self]
        while stack:
            expr = stack.pop()
            yield expr
            stack.extend(reversed(expr.children))

    def parents(self) -> Iterator[Expr]:
        """Yield the expressions that contain this expression, the innermost first. If this
        expression was not parsed, yield nothing.
        """
        expr = self.parent
        while expr is not None:
            yield expr
            expr = expr.parent

    def __str__(self) -> str:
        raise NotImplementedError

    def __iter__(self) -> NoReturn:
        """Raise an error, because Python's `sum`, `min` and `max` would iterate over the
        expression.
        """
        raise NotABoolError(
            f"{self}: a PromQL expression is not a list",
            where=locate_caller(),
            hint="If you called sum, min or max, import the function from boardwright.promql: from "
            "boardwright.promql import sum",
        )

    def __abs__(self) -> NoReturn:
        """Raise an error, because Python's built-in `abs` takes only numbers."""
        raise self._build_builtin_error("abs")

    def __round__(self, digits: int = 0) -> NoReturn:
        """Raise an error, because Python's built-in `round` takes only numbers."""
        raise self._build_builtin_error("round")

    def _build_builtin_error(self, function: str) -> NotABoolError:
        return NotABoolError(
            f"{self}: Python's {function} takes a number, not a PromQL expression",
            where=locate_caller(),
            hint=f"Import PromQL's function: from boardwright.promql import {function}",
        )

    def __bool__(self) -> NoReturn:
        """Raise an error, because Python would silently ignore one of the expressions in `a and b`
        or `a < b < c`.
        """
        raise NotABoolError(
            f"{self}: a PromQL expression is neither true nor false",
            where=locate_caller(),
            hint="Python's `and`, `or`, `not`, `if` and chained comparisons cannot create PromQL. "
            "Instead, write a & b, a | b, a.unless(b), a.eq(b), or (a > 1) & (a < 5)",
        )


def render(expr: Expr) -> str:
    """Return the PromQL text of an expression, on one line."""
    return str(expr)


def name_kind(kind: Kind) -> str:
    """Return the name of a kind with its article, such as `an instant vector`."""
    return f"an {kind.value}" if kind is Kind.VECTOR else f"a {kind.value}"


def render_operand(expr: Expr, least: int) -> str:
    """Return the text of an operand, in parentheses if its precedence is lower than `least`."""
    return str(expr) if expr.level >= least else f"({expr})"
