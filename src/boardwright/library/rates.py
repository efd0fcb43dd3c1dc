"""PromQL expressions and panels for rates of counters, summed by labels."""

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

    from boardwright.library.queries import LabelNames
    from boardwright.promql import Operand

    Using = Callable[..., Operand]


def per_second(
    counter: str, *, scope: Scope = EVERYTHING, by: LabelNames = (), using: Using = rate
) -> Operand:
    """Return the increase of a counter per second, summed by labels.

    Args:
        counter: Name of the counter.
        scope: Label matchers that select the series, and the window of the rate.
        by: The labels by which the series are grouped, as in PromQL's `by (…)`. Without
            labels, the expression is one sum over all series.
        using: Use `rate` for alerts and trends, and `irate` for graphs of counters that change
            fast.
    """
    return sum_(using(scope.metric(counter), scope.window), by=label_names(by) or None)


def rate_panel(
    counter: str,
    *,
    title: str,
    scope: Scope = EVERYTHING,
    by: LabelNames = (),
    using: Using = rate,
    unit: str = units.COUNTS_PER_SEC,
    legend: str | None = None,
    stacked: bool = False,
    steps: Sequence[Threshold] = (),
    description: str | None = None,
    drill_downs: Iterable[DataLink] = (),
) -> TimeSeries:
    """Return a graph of a counter's increase per second, with one line for each group of series.

    Args:
        counter: Name of the counter.
        title: The panel's title.
        scope: Label matchers, window and data source of the query.
        by: The labels by which the series are grouped, as in PromQL's `by (…)`. Without labels, the
            graph has one line.
        using: Use `rate` for alerts and trends, and `irate` for graphs of counters that change
            fast.
        unit: A unit per second from `grafanalib.formatunits`.
        legend: The name of each line in the legend; None for the values of the labels.
        stacked: Whether the lines are stacked, so that the top line is the sum of all lines.
        steps: The thresholds; see `thresholds`.
        description: The panel's description.
        drill_downs: Data links of every line; see `links.drill_down`.
    """
    expr = per_second(counter, scope=scope, by=by, using=using)
    return timeseries(
        title=title,
        queries=[query(expr, legend or legend_of(by) or title)],
        unit=unit,
        description=description,
        stacked=stacked,
        minimum=0,
        steps=steps,
        drill_downs=drill_downs,
        datasource=scope.datasource,
    )
