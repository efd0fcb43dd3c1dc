"""Finds calls whose first argument is a range vector, such as `rate(x[5m])`, and decides which
calls of `irate` matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from boardwright.promql import Binary, Call, Expr, Range
from boardwright.promql.expression import Expression

_RATES = frozenset({"increase", "rate"})


def iter_sampled_calls(
    expression: Expression | None, names: Collection[str]
) -> Iterator[tuple[Call, Range]]:
    """Yield the calls of some functions whose first argument is a selector with a range.

    With each call, yield this argument.

    Args:
        expression: The expression to search; None yields nothing.
        names: Names of functions, such as `rate`.
    """
    for call in expression.calls if expression else ():
        samples = call.args[0].bare if call.name in names and call.args else None
        if isinstance(samples, Range):
            yield call, samples


def find_deciding_irates(expression: Expression | None) -> list[Call]:
    """Return the calls of `irate`, except calls that only fill gaps of a rate, as in `rate(x[1m])
    or irate(x[5m])`.
    """
    calls = expression.calls if expression else ()
    return [call for call in calls if call.name == "irate" and not is_fallback(call)]


def is_fallback(call: Call) -> bool:
    """Return whether a call is on the right side of an `or` that has a rate on its left side."""
    child: Expr = call
    for parent in call.parents():
        if isinstance(parent, Binary) and parent.op == "or" and parent.rhs is child:
            return any(isinstance(node, Call) and node.name in _RATES for node in parent.lhs.walk())
        child = parent
    return False
