"""The histograms that the tests send to Prometheus, and the queries of panels about them.

Each histogram gets 10 observations every 10 seconds, so 1 observation per second:

- `exponential_seconds`: 4 from 1 to 2, 4 from 2 to 4, and 2 from 4 to 8; their sum is 30.
- `custom_seconds`: 2 up to 0.5, 4 from 0.5 to 1, and 4 from 1 to 2.5; their sum is 12.
- `classic_seconds_bucket`: as `custom_seconds`, as series with the label `le`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from boardwright.library import Scope
from boardwright.library.histograms import buckets, mean, quantile
from boardwright.promql import histogram_avg, histogram_quantiles, metric, rate
from histograms.remote_write import CUSTOM_BUCKETS, NativeHistogram, Value

STEP = 10_000
START = 1_764_000_000_000
"""The time of the first sample in recordings, in milliseconds since 1970."""
_SCOPE = Scope().with_window("1m")
_CLASSIC = {"0.5": 2, "1.0": 6, "2.5": 10, "+Inf": 10}

EXPONENTIAL = {
    "buckets": buckets("exponential_seconds", scope=_SCOPE, native=True),
    "mean": mean("exponential_seconds", scope=_SCOPE, native=True),
}
"""Queries that Prometheus 2.42 answers, too."""
NEWER = {
    "custom buckets": buckets("custom_seconds", scope=_SCOPE, native=True),
    "custom mean": mean("custom_seconds", scope=_SCOPE, native=True),
    "median": quantile(0.5, "exponential_seconds", scope=_SCOPE, native=True),
    "custom median": quantile(0.5, "custom_seconds", scope=_SCOPE, native=True),
    "average": histogram_avg(rate(metric("exponential_seconds")["1m"])),
    "quantiles": histogram_quantiles(rate(metric("custom_seconds")["1m"]), "q", 0.5, 0.9),
    "at most 1": rate(metric("custom_seconds")["1m"]).trim_upper(1),
}
CLASSIC = {"classic buckets": buckets("classic_seconds", scope=_SCOPE)}
QUERIES = {name: str(expr) for name, expr in (EXPONENTIAL | NEWER | CLASSIC).items()}


def exponential_series(start: int, count: int) -> tuple[Mapping[str, str], Mapping[int, Value]]:
    """Return the samples of `exponential_seconds` from `start` on."""
    values: dict[int, Value] = {
        start + STEP * n: NativeHistogram(
            schema=0, first=1, counts=(4 * n, 4 * n, 2 * n), total=30.0 * n
        )
        for n in range(count)
    }
    return {"__name__": "exponential_seconds", "job": "api"}, values


def newer_series(start: int, count: int) -> Sequence[tuple[Mapping[str, str], Mapping[int, Value]]]:
    """Return the samples of `custom_seconds` and `classic_seconds_bucket` from `start` on."""
    custom: dict[int, Value] = {
        start + STEP * n: NativeHistogram(
            schema=CUSTOM_BUCKETS,
            first=0,
            counts=(2 * n, 4 * n, 4 * n),
            total=12.0 * n,
            bounds=(0.5, 1.0, 2.5),
        )
        for n in range(count)
    }
    classic: list[tuple[Mapping[str, str], Mapping[int, Value]]] = [
        (
            {"__name__": "classic_seconds_bucket", "job": "api", "le": bound},
            {start + STEP * n: float(each * n) for n in range(count)},
        )
        for bound, each in _CLASSIC.items()
    ]
    return [({"__name__": "custom_seconds", "job": "api"}, custom), *classic]
