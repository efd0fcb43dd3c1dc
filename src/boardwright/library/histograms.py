"""The mean and quantiles of a histogram, from classic buckets or a native histogram.

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


def mean(
    histogram: str,
    *,
    scope: Scope = EVERYTHING,
    by: Labels = (),
    native: bool = False,
) -> Operand:
    """Return the mean of the observations within the window; also of a summary.

    Args:
        histogram: The histogram's name.
        scope: The labels and window.
        by: The labels to keep.
        native: Whether it is a native histogram.
    """
    if native:
        whole = buckets(histogram, scope=scope, by=by, native=True)
        return histogram_sum(whole) / histogram_count(whole)
    total = per_second(f"{histogram}_sum", scope=scope, by=by)
    return total / per_second(f"{histogram}_count", scope=scope, by=by)


def quantile(
    q: float,
    histogram: str,
    *,
    scope: Scope = EVERYTHING,
    by: Labels = (),
    native: bool = False,
) -> Operand:
    """Return the value that the share `q` of all observations did not exceed.

    Classic buckets are interpolated, so the result is only as exact as the buckets are narrow.

    Args:
        q: The share, from 0 to 1; 0.5 is the median.
        histogram: As for `mean`.
        scope: As for `mean`.
        by: As for `mean`.
        native: As for `mean`.
    """
    whole = buckets(histogram, scope=scope, by=by, native=native)
    return histogram_quantile(q, whole)


def buckets(
    histogram: str,
    *,
    scope: Scope = EVERYTHING,
    by: Labels = (),
    native: bool = False,
) -> Operand:
    """Return the observations per second in each bucket.

    Args:
        histogram: As for `mean`.
        scope: As for `mean`.
        by: The labels to keep in addition to `le`.
        native: As for `mean`.
    """
    if native:
        return per_second(histogram, scope=scope, by=by)
    labels = ("le", *label_names(by))
    return per_second(f"{histogram}_bucket", scope=scope, by=labels)
