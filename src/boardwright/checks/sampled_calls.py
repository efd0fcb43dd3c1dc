"""Finding calls of functions that take a range vector, such as `rate(x[5m])`."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from boardwright.promql import Call, Range
from boardwright.promql.expression import Expression


def iter_sampled_calls(
    expression: Expression | None, names: Collection[str]
) -> Iterator[tuple[Call, Range]]:
    """Yield each call of one of the named functions whose first argument is a selector with a
    range, together with this first argument.

    Args:
        expression: The expression to search; None yields nothing.
        names: Names of functions, such as `rate`.
    """
    for call in expression.calls if expression else ():
        samples = call.args[0].bare if call.name in names and call.args else None
        if isinstance(samples, Range):
            yield call, samples
