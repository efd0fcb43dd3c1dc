"""Checks the argument of a PromQL function that takes a range vector, such as `rate`. The author
passes a range (`rate(x["5m"])`), or a selector and a window (`rate(x, "5m")`).
"""

from __future__ import annotations

from boardwright.promql.expr import Expr, Kind
from boardwright.promql.expression_places import build_promql_error
from boardwright.promql.function_table import NEEDS_TWO_SAMPLES
from boardwright.promql.operators import Subquery, Variable
from boardwright.promql.selectors import Range, Selector
from boardwright.promql.windows import default_window, refuse_short_window

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from boardwright.promql.operators import DurationLike, RangeVector
    from boardwright.promql.raw import Raw

    RangeLike: TypeAlias = "Selector | RangeVector | Raw | Variable"


def as_range_argument(
    name: str, x: RangeLike, window: DurationLike | None, *, default: bool = False
) -> Expr:
    """Return the argument of a function that takes a range vector. If `x` is a selector, return its
    range of the length `window`.

    Args:
        name: Name of the function, for messages.
        x: The argument that the author passed: a selector, or a range.
        window: The window, if `x` is a selector.
        default: Whether the project's default window is used if `window` is None.

    Raises:
        PromqlError: The window is missing, `window` is passed although `x` is already a range, or
            the window is too short for a function that needs two samples.
    """
    series = Selector(name=x.text, matchers=()) if isinstance(x, Variable) else x
    if isinstance(series, Selector):
        series = series.range(_choose_window(name, series, window, default=default))
    elif window is not None and isinstance(series, Expr) and series.kind.fits(Kind.RANGE):
        raise build_promql_error(
            f"{name}({series}): the window {window} can be applied only to a selector, and "
            f"{series} is not a selector"
        )
    if name in NEEDS_TWO_SAMPLES:
        _refuse_few_samples(name, series)
    return series


def _choose_window(
    name: str, series: Selector, window: DurationLike | None, *, default: bool
) -> DurationLike:
    if window is None and not default:
        raise build_promql_error(
            f"{name}({series}): {name} takes a range vector, but {series} is an instant vector",
            f'add a range: {name}({series}["5m"]). There is no default, because the '
            "result depends on the range",
        )
    return default_window() if window is None else window


def _refuse_few_samples(name: str, series: Expr) -> None:
    if isinstance(series, Range):
        refuse_short_window(series.window, f"{name}({series})")
    if isinstance(series, Subquery):
        _refuse_few_steps(name, series)


def _refuse_few_steps(name: str, series: Subquery) -> None:
    span, step = series.range, series.step
    if step is None or span.milliseconds is None or step.milliseconds is None:
        return
    if span.milliseconds < 2 * step.milliseconds:
        raise build_promql_error(
            f"{name}({series}): a range of {span} is shorter than two steps of {step}",
            "use a longer range or a shorter step",
        )
