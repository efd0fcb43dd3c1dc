"""What a histogram says: its mean and its quantiles, from classic buckets or a native histogram.

The functions take the histogram's name without `_bucket`, `_sum` or `_count`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from boardwright.library.queries import label_names
from boardwright.library.rates import per_second
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.promql import histogram_count, histogram_quantile, histogram_sum

if TYPE_CHECKING:
    from boardwright.library.queries import Labels
    from boardwright.promql import Operand
    from boardwright.promql.durations import DurationLike


def mean(
    histogram: str,
    *,
    scope: Scope = EVERYTHING,
    by: Labels = (),
    window: DurationLike | None = None,
    native: bool = False,
) -> Operand:
    """Return the mean of what was observed within the window; also of a summary.

    Args:
        histogram: The histogram's name.
        scope: Which of its series.
        by: The labels to keep.
        window: How far back to look; the project's window otherwise.
        native: Whether Prometheus keeps it as a native histogram.
    """
    if native:
        whole = buckets(histogram, scope=scope, by=by, window=window, native=True)
        return histogram_sum(whole) / histogram_count(whole)
    total = per_second(f"{histogram}_sum", scope=scope, by=by, window=window)
    return total / per_second(f"{histogram}_count", scope=scope, by=by, window=window)


def quantile(
    q: float,
    histogram: str,
    *,
    scope: Scope = EVERYTHING,
    by: Labels = (),
    window: DurationLike | None = None,
    native: bool = False,
) -> Operand:
    """Return the value that the share `q` of all observations did not exceed.

    Of classic buckets it is interpolated within a bucket, so it is only as exact as these are fine.

    Args:
        q: From 0 to 1: 0.5 is the median.
        histogram: As for `mean`.
        scope: As for `mean`.
        by: As for `mean`.
        window: As for `mean`.
        native: As for `mean`.
    """
    whole = buckets(histogram, scope=scope, by=by, window=window, native=native)
    return histogram_quantile(q, whole)


def buckets(
    histogram: str,
    *,
    scope: Scope = EVERYTHING,
    by: Labels = (),
    window: DurationLike | None = None,
    native: bool = False,
) -> Operand:
    """Return how often each bucket was hit per second.

    Args:
        histogram: As for `mean`.
        scope: As for `mean`.
        by: The labels to keep beside `le`.
        window: As for `mean`.
        native: As for `mean`.
    """
    if native:
        return per_second(histogram, scope=scope, by=by, window=window)
    labels = ("le", *label_names(by))
    return per_second(f"{histogram}_bucket", scope=scope, by=labels, window=window)
