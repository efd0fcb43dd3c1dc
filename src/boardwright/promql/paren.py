"""Parentheses that an author wants to keep."""

from __future__ import annotations

from boardwright.promql.operators import Operand, operand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from boardwright.promql.expr import Kind
    from boardwright.promql.operators import OperandLike


class Paren(Operand):
    """An expression whose parentheses are kept though they are not needed."""

    __slots__ = ("expr",)
    expr: Operand

    def __init__(self, expr: Operand) -> None:
        """Take a checked operand; use `paren(…)` to make one."""
        self._set(expr=expr)

    @property
    def kind(self) -> Kind:
        """The operand's kind."""
        return self.expr.kind


def paren(expr: OperandLike) -> Paren:
    """Return the expression in parentheses that stay, needed or not.

    >>> from boardwright.promql import metric, paren
    >>> str(100 - paren(metric("up") * 100))
    '100 - (up * 100)'
    """
    return Paren(operand(expr))
