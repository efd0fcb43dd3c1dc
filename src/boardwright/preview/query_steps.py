"""The steps of range queries, and the values of macros that depend on the step.

Sources: https://grafana.com/docs/grafana/latest/panels-visualizations/query-transform-data/
(max data points, min interval) and .../datasources/prometheus/template-variables/
(`$__rate_interval`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from boardwright.frozen import frozen
from boardwright.notation.durations import format_duration
from boardwright.preview.time_ranges import TimeRange
from boardwright.schema.intervals import round_interval

MOST_POINTS = 11_000
"""The largest number of points per series that Prometheus returns."""

DEFAULT_SCRAPE = 15_000
"""Grafana's default scrape interval, for data sources that do not set one."""


@frozen
class Timing:
    """The step and the range of a query; all times are in milliseconds.

    Attributes:
        step: Distance between two points.
        start: Time of the first point, aligned to the step.
        end: Time of the last point, aligned to the step.
        scrape: The scrape interval from which `$__rate_interval` is computed.
        range: The time range of the board.
    """

    step: int
    start: int
    end: int
    scrape: int
    range: TimeRange

    def with_step(self, step: int) -> Timing:
        """Return a copy of the timing with another step."""
        start, end = self.range.start // step * step, self.range.end // step * step
        return replace(self, step=step, start=start, end=max(start, end))

    def compute_macros(self) -> Mapping[str, str]:
        """Return the values of Grafana's macros that depend on the timing, by the names of the
        macros.
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
        points: Width of the panel in pixels, or its `maxDataPoints`.
        least: Minimum interval of the panel or, if the panel has none, of the data source, in
            milliseconds.
        query_least: Minimum interval of the query itself, in milliseconds; None if the query has
            none.
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
