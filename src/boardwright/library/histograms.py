"""PromQL expressions for the mean and the quantiles of a classic or native histogram.

The functions take the name of the histogram without `_bucket`, `_sum` or `_count`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from boardwright.library.queries import label_names
from boardwright.library.rates import per_second
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.promql import histogram_count, histogram_quantile, histogram_sum

if TYPE_CHECKING:
    from boardwright.library.queries import LabelNames
    from boardwright.promql import Operand


def mean(
    histogram: str,
    *,
    scope: Scope = EVERYTHING,
    by: LabelNames = (),
    native: bool = False,
) -> Operand:
    """Return the mean of the observations within the window.

    Args:
        histogram: Name of a histogram or summary, without `_bucket`, `_sum` or `_count`.
        scope: Label matchers that select the series, and the window of the rate.
        by: The labels by which the series are grouped, as in PromQL's `by (…)`.
        native: Whether the metric is a native histogram.
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
    by: LabelNames = (),
    native: bool = False,
) -> Operand:
    """Return the value that a share `q` of all observations did not exceed.

    Prometheus interpolates between the bounds of a classic bucket, so narrow buckets give more
    exact results.

    Args:
        q: The share, from 0 to 1. The median is 0.5.
        histogram: Name of the histogram, without `_bucket`, `_sum` or `_count`.
        scope: Label matchers that select the series, and the window of the rate.
        by: The labels by which the series are grouped, as in PromQL's `by (…)`.
        native: Whether the metric is a native histogram.
    """
    whole = buckets(histogram, scope=scope, by=by, native=native)
    return histogram_quantile(q, whole)


def buckets(
    histogram: str,
    *,
    scope: Scope = EVERYTHING,
    by: LabelNames = (),
    native: bool = False,
) -> Operand:
    """Return the number of observations per second in each bucket.

    Args:
        histogram: Name of the histogram, without `_bucket`, `_sum` or `_count`.
        scope: Label matchers that select the series, and the window of the rate.
        by: The labels by which the series are grouped in addition to `le`.
        native: Whether the metric is a native histogram.
    """
    if native:
        return per_second(histogram, scope=scope, by=by)
    labels = ("le", *label_names(by))
    return per_second(f"{histogram}_bucket", scope=scope, by=labels)
