"""Over a window, series by series: the `…_over_time` functions.

Each takes a range (`x["1h"]`), or a selector and a window. None has a default window: an average
over an hour and one over a minute are two questions.
"""

from __future__ import annotations

from boardwright.promql.calls import call
from boardwright.promql.ranged import ranged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from boardwright.promql.calls import Call
    from boardwright.promql.operators import DurationLike, OperandLike
    from boardwright.promql.ranged import RangeLike


def absent_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return 1 when there is no sample in the window, else nothing."""
    return call("absent_over_time", ranged("absent_over_time", x, window))


def avg_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the average of the samples in the window."""
    return call("avg_over_time", ranged("avg_over_time", x, window))


def count_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the number of samples in the window."""
    return call("count_over_time", ranged("count_over_time", x, window))


def first_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the oldest sample in the window; new in Prometheus 3."""
    return call("first_over_time", ranged("first_over_time", x, window))


def last_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the newest sample in the window."""
    return call("last_over_time", ranged("last_over_time", x, window))


def mad_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the median absolute deviation of the samples; experimental."""
    return call("mad_over_time", ranged("mad_over_time", x, window))


def max_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the largest sample in the window."""
    return call("max_over_time", ranged("max_over_time", x, window))


def min_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the smallest sample in the window."""
    return call("min_over_time", ranged("min_over_time", x, window))


def present_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return 1 for each series that has a sample in the window."""
    return call("present_over_time", ranged("present_over_time", x, window))


def stddev_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the population standard deviation of the samples in the window."""
    return call("stddev_over_time", ranged("stddev_over_time", x, window))


def stdvar_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the population variance of the samples in the window."""
    return call("stdvar_over_time", ranged("stdvar_over_time", x, window))


def sum_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the sum of the samples in the window."""
    return call("sum_over_time", ranged("sum_over_time", x, window))


def ts_of_first_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return when the oldest sample was taken, in Unix seconds; experimental."""
    return call("ts_of_first_over_time", ranged("ts_of_first_over_time", x, window))


def ts_of_last_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return when the newest sample was taken, in Unix seconds; experimental."""
    return call("ts_of_last_over_time", ranged("ts_of_last_over_time", x, window))


def ts_of_max_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return when the largest sample was last taken, in Unix seconds; experimental."""
    return call("ts_of_max_over_time", ranged("ts_of_max_over_time", x, window))


def ts_of_min_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return when the smallest sample was last taken, in Unix seconds; experimental."""
    return call("ts_of_min_over_time", ranged("ts_of_min_over_time", x, window))


def quantile_over_time(q: OperandLike, x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the `q`-quantile (0 to 1) of the samples in the window."""
    return call("quantile_over_time", q, ranged("quantile_over_time", x, window))


def integral(
    x: RangeLike, strategy: OperandLike | None = None, window: DurationLike | None = None
) -> Call:
    """Return the integral over time of the samples in the window; experimental.

    Args:
        x: A range, or a selector.
        strategy: How to integrate between samples: 0 takes the left one, 1 the right one, and 2,
            the default, their average.
        window: The window of a selector.
    """
    samples = ranged("integral", x, window)
    return call("integral", samples) if strategy is None else call("integral", samples, strategy)
