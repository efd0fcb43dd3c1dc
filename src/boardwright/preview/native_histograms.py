"""Converts native histograms to the buckets of a classic histogram, for heatmaps.

For each step, Prometheus returns a list of buckets `[boundary rule, lower, upper, count]`, in the
same format for exponential and custom buckets. The count of a bucket in a native histogram does not
include the observations in lower buckets. In a classic histogram, the count includes these
observations. Source: https://prometheus.io/docs/prometheus/latest/querying/api/#native-histograms
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

Buckets = Mapping[int, list[tuple[float, float, float]]]
"""The buckets of a native histogram: index of a step -> lower bound, upper bound and count of each
bucket.
"""


def compute_cumulative_buckets(buckets: Buckets, count: int) -> dict[str, list[float | None]]:
    """Return the number of observations up to each bound, as in a classic histogram.

    The result also contains the lower bound of each bucket, so that a gap between two buckets
    becomes an empty bucket. The bound -Inf, which is the lower bound of the lowest custom bucket,
    is omitted, because no observation is below it.

    Args:
        buckets: The buckets of each step that has a histogram.
        count: The number of steps.

    Returns:
        Value of the label `le` -> the number of observations at each step, or None for a step
        without a histogram; sorted by bound.
    """
    all_buckets = [bucket for each in buckets.values() for bucket in each]
    bounds = sorted({bound for low, up, _ in all_buckets for bound in (low, up)} - {-math.inf})
    return {
        _format_bound(bound): [_sum_counts(bound, buckets.get(step)) for step in range(count)]
        for bound in bounds
    }


def read_buckets(histogram: Any) -> list[tuple[float, float, float]]:
    """Return lower bound, upper bound and count of each bucket in one histogram.

    Raises:
        TypeError, ValueError: The value is not a histogram of Prometheus's API.
    """
    buckets = histogram.get("buckets") if isinstance(histogram, dict) else None
    return [(float(low), float(up), float(count)) for _, low, up, count in buckets or ()]


def _format_bound(bound: float) -> str:
    """Return a bound as Prometheus writes it in the label `le`."""
    return f"{bound:+g}".title() if math.isinf(bound) else f"{bound:g}"


def _sum_counts(bound: float, buckets: list[tuple[float, float, float]] | None) -> float | None:
    if buckets is None:
        return None
    return sum(count for _, upper, count in buckets if upper <= bound)
