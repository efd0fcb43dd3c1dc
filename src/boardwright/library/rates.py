"""How often something happens: the rate of a counter, by labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library.lines import timeseries
from boardwright.library.queries import label_names, legend_of, query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.promql import rate, sum_

if TYPE_CHECKING:
    from grafanalib.core import DataLink, Threshold, TimeSeries

    from boardwright.library.queries import Labels
    from boardwright.promql import Operand
    from boardwright.promql.durations import DurationLike

    Using = Callable[..., Operand]


def per_second(
    counter: str,
    *,
    scope: Scope = EVERYTHING,
    by: Labels = (),
    window: DurationLike | None = None,
    using: Using = rate,
) -> Operand:
    """Return how often a counter rises per second, summed by labels.

    Args:
        counter: The metric's name.
        scope: Which of its series.
        by: The labels to keep; one sum over all series when there are none.
        window: How far back to look; the project's window otherwise.
        using: `rate` for alerts and trends, `irate` for graphs of what moves fast.
    """
    return sum_(using(scope.metric(counter), window), by=label_names(by) or None)


def rate_panel(
    counter: str,
    *,
    title: str,
    scope: Scope = EVERYTHING,
    by: Labels = (),
    window: DurationLike | None = None,
    using: Using = rate,
    unit: str = units.COUNTS_PER_SEC,
    legend: str | None = None,
    stacked: bool = False,
    steps: Sequence[Threshold] = (),
    description: str | None = None,
    drill_downs: Iterable[DataLink] = (),
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of `per_second`, a line for each value of the labels.

    Args:
        counter: As for `per_second`.
        title: The panel's title.
        scope: As for `per_second`.
        by: As for `per_second`.
        window: As for `per_second`.
        using: As for `per_second`.
        unit: Something per second, one of `grafanalib.formatunits`.
        legend: How a line is called; the labels' values otherwise.
        stacked: Put the lines on top of each other, so that their sum shows.
        steps: Thresholds: see `thresholds`.
        description: What the reader should know at three in the morning.
        drill_downs: Links on every line.
        datasource: The data source's name or uid; the project's default otherwise.
    """
    expr = per_second(counter, scope=scope, by=by, window=window, using=using)
    return timeseries(
        title=title,
        queries=[query(expr, legend or legend_of(by) or title)],
        unit=unit,
        description=description,
        stacked=stacked,
        minimum=0,
        steps=steps,
        drill_downs=drill_downs,
        datasource=datasource,
    )
