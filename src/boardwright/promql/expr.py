"""The base of every expression: an immutable value with a kind, whose `str()` is its PromQL.

The parser makes the same values as Python's operators do. It also records where each of them stands
in the text: `parent`, and positions as indexes of tokens, which `Expression` turns into characters.
Positions are not part of the value: `parse("a + b") == metric("a") + metric("b")`.
"""

from __future__ import annotations

from enum import Enum

from boardwright.errors import PromqlError
from boardwright.promql.expression_places import caller

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn

ATOMIC_LEVEL = 9
"""The level of expressions that never need parentheses."""


class Kind(Enum):
    """The type of an expression's result, in Prometheus's words."""

    VECTOR = "instant vector"
    RANGE = "range vector"
    SCALAR = "scalar"
    STRING = "string"
    ANY = "Grafana variable"

    def fits(self, wanted: Kind) -> bool:
        """Return whether an expression of this kind is accepted where `wanted` is needed."""
        return self is wanted or self is Kind.ANY


class NotABoolError(PromqlError, TypeError):
    """An expression was used where Python needs true or false."""


class Expr:
    """A PromQL expression.

    `str(expr)` is its text, on one line; `==` compares two expressions as values, so it is
    never PromQL's `==`.

    Attributes:
        parent: The expression that this one is a direct part of; None for the whole expression,
            and for expressions that were not parsed.
        tokens: The index of its first token, and of the token after its last.
        word: The index of the token with its name, operator or brackets.
        label_tokens: The indexes of the labels in `by (…)`, `on (…)` and their like.
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
        """The expressions that are direct parts of this one, in the order of the text."""
        return ()

    @property
    def level(self) -> int:
        """How tightly it binds, as in `operators.LEVELS`."""
        return ATOMIC_LEVEL

    @property
    def bare(self) -> Expr:
        """The expression without parentheses around it."""
        return self

    def walk(self) -> Iterator[Expr]:
        """Yield the expression and all its parts, in the order of the text."""
        waiting: list[Expr] = [self]
        while waiting:
            expr = waiting.pop()
            yield expr
            waiting.extend(reversed(expr.children))

    def parents(self) -> Iterator[Expr]:
        """Yield the expressions around this one, from the inside out; for parsed expressions."""
        expr = self.parent
        while expr is not None:
            yield expr
            expr = expr.parent

    def __str__(self) -> str:
        """Return the PromQL text."""
        raise NotImplementedError

    def __iter__(self) -> NoReturn:
        """Refuse: Python's `sum`, `min` and `max` go through the items of a list."""
        raise NotABoolError(
            f"{self}: an expression is not a list",
            where=caller(),
            hint="If you called sum, min or max, import them from boardwright.promql: "
            "from boardwright.promql import sum",
        )

    def __abs__(self) -> NoReturn:
        """Refuse Python's `abs`."""
        raise self._not_a_number("abs")

    def __round__(self, digits: int = 0) -> NoReturn:
        """Refuse Python's `round`."""
        raise self._not_a_number("round")

    def _not_a_number(self, function: str) -> NotABoolError:
        return NotABoolError(
            f"{self}: Python's {function} takes a number",
            where=caller(),
            hint=f"Import PromQL's: from boardwright.promql import {function}",
        )

    def __bool__(self) -> NoReturn:
        """Refuse: `if a > b`, `a and b`, `a < b < c` would silently lose a part."""
        raise NotABoolError(
            f"{self}: an expression has no truth value",
            where=caller(),
            hint="Python's `and`, `or`, `not`, `if` and chained comparisons cannot be PromQL: "
            "write a & b, a | b, a.unless(b), a.eq(b), (a > 1) & (a < 5)",
        )


def render(expr: Expr) -> str:
    """Return the expression's PromQL, on one line."""
    return str(expr)


def noun(kind: Kind) -> str:
    """Return the kind with its article: `an instant vector`."""
    return f"an {kind.value}" if kind is Kind.VECTOR else f"a {kind.value}"


def operand_text(expr: Expr, least: int) -> str:
    """Return an operand's text, in parentheses if it binds less tightly than `least`."""
    return str(expr) if expr.level >= least else f"({expr})"
