"""The `…_over_time` functions, which compute one value from the samples of each series in a range.

The argument is a range (`avg_over_time(x["1h"])`), or a selector and a window (`avg_over_time(x,
"1h")`). There is no default window, because an average over an hour and an average over a minute
answer different questions.
"""

from __future__ import annotations

from boardwright.promql.calls import build_call
from boardwright.promql.range_argument import as_range_argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from boardwright.promql.calls import Call
    from boardwright.promql.operators import DurationLike, OperandLike
    from boardwright.promql.range_argument import RangeLike


def absent_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return one series with the value 1 if no sample is in the range; otherwise an empty
    vector.
    """
    return build_call("absent_over_time", as_range_argument("absent_over_time", x, window))


def avg_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the average of the samples in the range."""
    return build_call("avg_over_time", as_range_argument("avg_over_time", x, window))


def count_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the number of samples in the range."""
    return build_call("count_over_time", as_range_argument("count_over_time", x, window))


def first_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the oldest sample in the range. This function needs Prometheus 3.7 or newer and,
    before 3.14, a feature flag.
    """
    return build_call("first_over_time", as_range_argument("first_over_time", x, window))


def last_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the newest sample in the range."""
    return build_call("last_over_time", as_range_argument("last_over_time", x, window))


def mad_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the median absolute deviation of the samples in the range. This function is
    experimental.
    """
    return build_call("mad_over_time", as_range_argument("mad_over_time", x, window))


def max_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the largest sample in the range."""
    return build_call("max_over_time", as_range_argument("max_over_time", x, window))


def min_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the smallest sample in the range."""
    return build_call("min_over_time", as_range_argument("min_over_time", x, window))


def present_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return 1 for each series that has a sample in the range."""
    return build_call("present_over_time", as_range_argument("present_over_time", x, window))


def stddev_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the population standard deviation of the samples in the range."""
    return build_call("stddev_over_time", as_range_argument("stddev_over_time", x, window))


def stdvar_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the population variance of the samples in the range."""
    return build_call("stdvar_over_time", as_range_argument("stdvar_over_time", x, window))


def sum_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the sum of the samples in the range."""
    return build_call("sum_over_time", as_range_argument("sum_over_time", x, window))


def ts_of_first_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the timestamp of the oldest sample in the range, in Unix seconds. This function is
    experimental.
    """
    return build_call(
        "ts_of_first_over_time", as_range_argument("ts_of_first_over_time", x, window)
    )


def ts_of_last_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the timestamp of the newest sample in the range, in Unix seconds. This function is
    experimental.
    """
    return build_call("ts_of_last_over_time", as_range_argument("ts_of_last_over_time", x, window))


def ts_of_max_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the timestamp of the largest sample in the range, in Unix seconds. This function is
    experimental. If several samples have the largest value, the timestamp of the last of these
    samples is returned.
    """
    return build_call("ts_of_max_over_time", as_range_argument("ts_of_max_over_time", x, window))


def ts_of_min_over_time(x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the timestamp of the smallest sample in the range, in Unix seconds. This function is
    experimental. If several samples have the smallest value, the timestamp of the last of these
    samples is returned.
    """
    return build_call("ts_of_min_over_time", as_range_argument("ts_of_min_over_time", x, window))


def quantile_over_time(q: OperandLike, x: RangeLike, window: DurationLike | None = None) -> Call:
    """Return the `q`-quantile (0 to 1) of the samples in the range."""
    return build_call("quantile_over_time", q, as_range_argument("quantile_over_time", x, window))


def integral(
    x: RangeLike, strategy: OperandLike | None = None, window: DurationLike | None = None
) -> Call:
    """Return the integral over time of the samples in the range. This function is experimental.

    Args:
        x: A range, or a selector together with `window`.
        strategy: The value that Prometheus uses between two samples. 0 means the value of the
            earlier sample, 1 the value of the later sample, and 2 the average of the two values.
            The default is 2.
        window: The range, if `x` is a selector.
    """
    samples = as_range_argument("integral", x, window)
    return (
        build_call("integral", samples)
        if strategy is None
        else build_call("integral", samples, strategy)
    )
