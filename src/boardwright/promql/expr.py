"""What every expression is: a frozen value with a kind, whose `str()` is its PromQL."""

from __future__ import annotations

from enum import Enum

from boardwright.errors import PromqlError
from boardwright.promql.places import caller
from boardwright.promql.values import Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


class Kind(Enum):
    """What an expression evaluates to; the value is Prometheus' word for it."""

    VECTOR = "instant vector"
    RANGE = "range vector"
    SCALAR = "scalar"
    STRING = "string"
    ANY = "Grafana variable"

    def fits(self, wanted: Kind) -> bool:
        """Return whether this may stand where `wanted` is asked for."""
        return self in {wanted, Kind.ANY}


class NotABoolError(PromqlError, TypeError):
    """An expression was used where Python wants true or false."""


class Expr(Frozen):
    """A PromQL expression.

    `str(expr)` is its text, on one line; `==` compares two expressions as values, so it is
    never PromQL's `==`.
    """

    __slots__ = ()

    @property
    def kind(self) -> Kind:
        """What the expression evaluates to."""
        raise NotImplementedError

    def __str__(self) -> str:
        """Return the PromQL text."""
        from boardwright.promql.render import render

        return render(self)

    def __bool__(self) -> NoReturn:
        """Refuse: `if a > b`, `a and b`, `a < b < c` would silently lose a part."""
        raise NotABoolError(
            f"{self}: an expression is neither true nor false",
            where=caller(),
            hint="Python's `and`, `or`, `not`, `if` and chained comparisons cannot be PromQL: "
            "write a & b, a | b, a.unless(b), a.eq(b), (a > 1) & (a < 5)",
        )


def noun(kind: Kind) -> str:
    """Return the kind with its article: `an instant vector`."""
    return f"an {kind.value}" if kind is Kind.VECTOR else f"a {kind.value}"
