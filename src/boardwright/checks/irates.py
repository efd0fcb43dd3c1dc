"""Calls of `irate` that decide what an expression gives."""

from __future__ import annotations

from boardwright.checks.expression import Binary, Call, Expression, Node


def irates(expression: Expression | None) -> list[Call]:
    """Return the calls of `irate`, but for those that only stand in for a rate without result."""
    calls = expression.calls if expression else ()
    return [
        call
        for call in calls
        if call.name == "irate" and not call.variable and not _is_fallback(call)
    ]


def _is_fallback(call: Call) -> bool:
    """Whether it only stands in where a rate has no result: `rate(...) or irate(...)`."""
    child: Node = call
    for parent in call.parents():
        if isinstance(parent, Binary) and parent.op == "or" and parent.rhs is child:
            return any(isinstance(n, Call) and n.name == "rate" for n in parent.lhs.walk())
        child = parent
    return False
