"""PromQL functions that compute how a value changes over a range.

The argument is a range (`rate(x["5m"])`), a selector and a window (`rate(x, "5m")`), or only a
selector (`rate(x)`). With only a selector, `rate`, `irate`, `increase`, `delta`, `idelta` and
`deriv` use the project's default window. `resets`, `changes`, `predict_linear` and
`double_exponential_smoothing` require a window, because a result such as "3 changes" is only useful
if the length of the window is known. A window that is shorter than two scrape intervals raises a
`PromqlError`, because these functions need at least two samples.
"""

from __future__ import annotations

from boardwright.promql.calls import build_call
from boardwright.promql.range_argument import as_range_argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from boardwright.promql.calls import Call
    from boardwright.promql.operators import DurationLike, OperandLike
    from boardwright.promql.range_argument import RangeLike


def rate(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the increase of a counter per second, averaged over the range."""
    return build_call("rate", as_range_argument("rate", x, window, default=True))


def irate(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the increase of a counter per second, between the last two samples of the range."""
    return build_call("irate", as_range_argument("irate", x, window, default=True))


def increase(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the increase of a counter over the range."""
    return build_call("increase", as_range_argument("increase", x, window, default=True))


def delta(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the change of a gauge over the range."""
    return build_call("delta", as_range_argument("delta", x, window, default=True))


def idelta(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the change of a gauge between the last two samples of the range."""
    return build_call("idelta", as_range_argument("idelta", x, window, default=True))


def deriv(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the slope of a gauge per second, by linear regression over the range."""
    return build_call("deriv", as_range_argument("deriv", x, window, default=True))


def resets(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return how often a counter was reset in the range."""
    return build_call("resets", as_range_argument("resets", x, window))


def changes(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return how often the value changed in the range."""
    return build_call("changes", as_range_argument("changes", x, window))


def predict_linear(x: RangeLike, t: OperandLike, window: DurationLike | None = None) -> Call:
    """Return the predicted value of a gauge in `t` seconds, by linear regression over the range."""
    return build_call("predict_linear", as_range_argument("predict_linear", x, window), t)


def double_exponential_smoothing(
    x: RangeLike, sf: OperandLike, tf: OperandLike, window: DurationLike | None = None
) -> Call:
    """Return the smoothed value of a gauge. This function is experimental.

    Args:
        x: A range, or a selector together with `window`.
        sf: Smoothing factor between 0 and 1. With a lower factor, old samples have more influence
            on the result.
        tf: Trend factor between 0 and 1. With a higher factor, the trend has more influence on the
            result.
        window: The range, if `x` is a selector.
    """
    name = "double_exponential_smoothing"
    return build_call(name, as_range_argument(name, x, window), sf, tf)


def holt_winters(
    x: RangeLike, sf: OperandLike, tf: OperandLike, window: DurationLike | None = None
) -> Call:
    """Return the smoothed value of a gauge. Prometheus 3 calls this function
    `double_exponential_smoothing`.

    Args:
        x: A range, or a selector together with `window`.
        sf: Smoothing factor between 0 and 1. With a lower factor, old samples have more influence
            on the result.
        tf: Trend factor between 0 and 1. With a higher factor, the trend has more influence on the
            result.
        window: The range, if `x` is a selector.
    """
    return build_call("holt_winters", as_range_argument("holt_winters", x, window), sf, tf)
