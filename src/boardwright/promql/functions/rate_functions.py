"""How fast something changes: functions of a range that need two samples at least.

Each takes a range, or a selector with or without a window. `rate`, `irate`, `increase`, `delta`,
`idelta` and `deriv` take the project's default window when none is given. `resets`, `changes`,
`predict_linear` and `double_exponential_smoothing` do not: over another window they are another
question. All refuse a window shorter than two scrapes.
"""

from __future__ import annotations

from boardwright.promql.calls import call
from boardwright.promql.ranged import ranged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from boardwright.promql.calls import Call
    from boardwright.promql.operators import DurationLike, OperandLike
    from boardwright.promql.ranged import RangeLike


def rate(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the per-second increase of a counter, averaged over the window."""
    return call("rate", ranged("rate", x, window, default=True))


def irate(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the per-second increase of a counter between its last two samples."""
    return call("irate", ranged("irate", x, window, default=True))


def increase(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return how much a counter grew over the window."""
    return call("increase", ranged("increase", x, window, default=True))


def delta(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return how much a gauge changed over the window."""
    return call("delta", ranged("delta", x, window, default=True))


def idelta(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return how much a gauge changed between its last two samples."""
    return call("idelta", ranged("idelta", x, window, default=True))


def deriv(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the per-second slope of a gauge, by linear regression over the window."""
    return call("deriv", ranged("deriv", x, window, default=True))


def resets(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return how often a counter started again at zero in the window."""
    return call("resets", ranged("resets", x, window))


def changes(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return how often the value changed in the window."""
    return call("changes", ranged("changes", x, window))


def predict_linear(x: RangeLike, t: OperandLike, window: DurationLike | None = None) -> Call:
    """Return the value of a gauge `t` seconds from now, by linear regression over the window."""
    return call("predict_linear", ranged("predict_linear", x, window), t)


def double_exponential_smoothing(
    x: RangeLike, sf: OperandLike, tf: OperandLike, window: DurationLike | None = None
) -> Call:
    """Return a smoothed gauge; experimental.

    Args:
        x: A range, or a selector.
        sf: Smoothing factor between 0 and 1: the lower, the more the past counts.
        tf: Trend factor between 0 and 1: the higher, the more the trend counts.
        window: The window of a selector.
    """
    name = "double_exponential_smoothing"
    return call(name, ranged(name, x, window), sf, tf)


def holt_winters(
    x: RangeLike, sf: OperandLike, tf: OperandLike, window: DurationLike | None = None
) -> Call:
    """Return a smoothed gauge; in Prometheus 3 it is `double_exponential_smoothing`.

    Args:
        x: A range, or a selector.
        sf: Smoothing factor between 0 and 1: the lower, the more the past counts.
        tf: Trend factor between 0 and 1: the higher, the more the trend counts.
        window: The window of a selector.
    """
    return call("holt_winters", ranged("holt_winters", x, window), sf, tf)
