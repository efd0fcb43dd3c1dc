"""The few largest of many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library.figures import bars
from boardwright.library.lines import timeseries
from boardwright.library.queries import label_names, legend_of, query
from boardwright.library.rates import per_second
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.promql import RANGE, rate, sum_, topk

if TYPE_CHECKING:
    from grafanalib.core import BarGauge, TimeSeries

    from boardwright.library.queries import Labels
    from boardwright.promql import Operand
    from boardwright.promql.durations import DurationLike


def top(
    k: int,
    counter: str,
    *,
    by: Labels,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
) -> Operand:
    """Return the `k` largest rates of a counter, by labels.

    At every moment these may be others: fit for a table or bars, not for lines over time.

    Args:
        k: How many.
        counter: The metric's name.
        by: The labels that tell them apart.
        scope: Which of its series.
        window: How far back to look; the project's window otherwise.
    """
    return topk(k, per_second(counter, scope=scope, by=by, window=window))


def top_over_range(
    k: int,
    counter: str,
    *,
    by: Labels,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
) -> Operand:
    """Return the rates of the `k` series that rose most over the whole time range on show.

    They are chosen once, at the end of the range, so that a graph has `k` lines and no more.

    Args:
        k: How many.
        counter: As for `top`.
        by: As for `top`.
        scope: As for `top`.
        window: The window of each point; the project's window otherwise.
    """
    whole = rate(scope.metric(counter).at("end()"), RANGE)
    chosen = topk(k, sum_(whole, by=label_names(by) or None))
    return per_second(counter, scope=scope, by=by, window=window) & chosen


def top_panel(
    k: int,
    counter: str,
    *,
    title: str,
    by: Labels,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    unit: str = units.COUNTS_PER_SEC,
    description: str | None = None,
    datasource: str | None = None,
) -> BarGauge:
    """Return a bar for each of the `k` largest rates of now: see `top`.

    Args:
        k: As for `top`.
        counter: As for `top`.
        title: The panel's title.
        by: As for `top`.
        scope: As for `top`.
        window: As for `top`.
        unit: Something per second, one of `grafanalib.formatunits`.
        description: What the reader should know at three in the morning.
        datasource: The data source's name or uid; the project's default otherwise.
    """
    expr = top(k, counter, by=by, scope=scope, window=window)
    return bars(
        title=title,
        queries=[query(expr, legend_of(by), instant=True)],
        unit=unit,
        description=description,
        datasource=datasource,
    )


def top_over_range_panel(
    k: int,
    counter: str,
    *,
    title: str,
    by: Labels,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    unit: str = units.COUNTS_PER_SEC,
    description: str | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of the `k` largest rates of the time range: see `top_over_range`.

    Args:
        k: As for `top_over_range`.
        counter: As for `top_over_range`.
        title: The panel's title.
        by: As for `top_over_range`.
        scope: As for `top_over_range`.
        window: As for `top_over_range`.
        unit: As for `top_panel`.
        description: As for `top_panel`.
        datasource: As for `top_panel`.
    """
    expr = top_over_range(k, counter, by=by, scope=scope, window=window)
    return timeseries(
        title=title,
        queries=[query(expr, legend_of(by))],
        unit=unit,
        minimum=0,
        description=description,
        datasource=datasource,
    )
