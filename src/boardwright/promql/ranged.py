"""The argument of functions of a range vector: a range, or a selector and a window."""

from __future__ import annotations

from boardwright.promql.expr import Expr, Kind
from boardwright.promql.expression_places import refuse
from boardwright.promql.operators import Subquery, Variable
from boardwright.promql.selectors import Range, Selector
from boardwright.promql.table import NEEDS_TWO_SAMPLES
from boardwright.promql.windows import default_window, refuse_short

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from boardwright.promql.operators import DurationLike, RangeVector
    from boardwright.promql.raw import Raw

    RangeLike: TypeAlias = "Selector | RangeVector | Raw | Variable"


def ranged(name: str, x: RangeLike, window: DurationLike | None, *, default: bool = False) -> Expr:
    """Return the argument of a function of a range vector: a selector gets its window.

    Args:
        name: The function, for messages.
        x: A selector, or a range.
        window: The window of a selector.
        default: Whether the project's own window is used when none is given.

    Raises:
        PromqlError: No window, two windows, or one that holds less than two samples where two
            are needed.
    """
    series = Selector(name=x.text, matchers=()) if isinstance(x, Variable) else x
    if isinstance(series, Selector):
        series = series.range(_window(name, series, window, default=default))
    elif window is not None and isinstance(series, Expr) and series.kind.fits(Kind.RANGE):
        raise refuse(f"{name}({series}): a window ({window}) cannot be put on {series}")
    if name in NEEDS_TWO_SAMPLES:
        _refuse_few_samples(name, series)
    return series


def _window(
    name: str, series: Selector, window: DurationLike | None, *, default: bool
) -> DurationLike:
    if window is None and not default:
        raise refuse(
            f"{name}({series}): {name} takes a range vector, and {series} is an instant vector",
            f'give the range, it is part of the question: {name}({series}["5m"])',
        )
    return default_window() if window is None else window


def _refuse_few_samples(name: str, series: Expr) -> None:
    if isinstance(series, Range):
        refuse_short(series.window, f"{name}({series})")
    if isinstance(series, Subquery):
        _refuse_few_steps(name, series)


def _refuse_few_steps(name: str, series: Subquery) -> None:
    span, step = series.range, series.step
    if step is None or span.milliseconds is None or step.milliseconds is None:
        return
    if span.milliseconds < 2 * step.milliseconds:
        raise refuse(
            f"{name}({series}): a range of {span} is shorter than two steps of {step}",
            "take a longer range or a shorter step",
        )
