"""Computes the steps of range queries, and the values of macros that depend on the step.

Grafana's documentation describes the rules:
https://grafana.com/docs/grafana/latest/panels-visualizations/query-transform-data/ for the options
"Max data points" and "Min interval", and
https://grafana.com/docs/grafana/latest/datasources/prometheus/template-variables/ for
`$__rate_interval`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from boardwright.frozen import frozen
from boardwright.notation.durations import format_duration
from boardwright.preview.time_ranges import TimeRange
from boardwright.schema.intervals import round_interval

MOST_POINTS = 11_000
"""The largest number of points that Prometheus returns for each series."""

DEFAULT_SCRAPE = 15_000
"""Grafana's default for the scrape interval of a data source."""


@frozen
class Timing:
    """The step and the time range of a query, in milliseconds.

    Attributes:
        step: The time between two points.
        start: Time of the first point, which is a multiple of the step.
        end: Time of the last point, which is a multiple of the step.
        scrape: The scrape interval from which `$__rate_interval` is computed.
        range: The time range of the board.
    """

    step: int
    start: int
    end: int
    scrape: int
    range: TimeRange

    def with_step(self, step: int) -> Timing:
        """Return a copy of this object with another step."""
        start, end = self.range.start // step * step, self.range.end // step * step
        return replace(self, step=step, start=start, end=max(start, end))

    def compute_macros(self) -> Mapping[str, str]:
        """Return the values of Grafana's macros that depend on the step or the time range, by macro
        name.
        """
        rate, length = max(self.step + self.scrape, 4 * self.scrape), self.range.length
        seconds = max(1, round(length / 1000))
        return {
            "__interval": format_duration(self.step),
            "__interval_ms": str(self.step),
            "__range": f"{seconds}s",
            "__range_s": str(seconds),
            "__range_ms": str(length),
            "__rate_interval": format_duration(rate),
            "__rate_interval_ms": str(rate),
        }


def compute_query_timing(
    shown_range: TimeRange,
    *,
    points: int,
    least: int,
    query_least: int | None = None,
    factor: int = 1,
    source_scrape: int = DEFAULT_SCRAPE,
) -> Timing:
    """Return the step and the range of a query.

    Args:
        shown_range: The time range of the board.
        points: The `maxDataPoints` of the panel or, if not set, its width in pixels.
        least: The minimum interval of the panel or, if the panel sets none, of the data source, in
            milliseconds.
        query_least: The minimum interval of the query in milliseconds; None if it is not set.
        factor: The `intervalFactor` of the query, by which the step is multiplied.
        source_scrape: Scrape interval of the data source.
    """
    length = shown_range.length
    natural = round_interval(length / max(1, points))
    floor = query_least if query_least is not None else max(natural, least)
    step = max(natural, floor) * max(1, factor)
    if length / step > MOST_POINTS:
        step = max(step, -(-length // MOST_POINTS // 1000) * 1000)
    timing = Timing(
        step=step,
        start=shown_range.start,
        end=shown_range.end,
        scrape=query_least if query_least is not None else source_scrape,
        range=shown_range,
    )
    return timing.with_step(step)
