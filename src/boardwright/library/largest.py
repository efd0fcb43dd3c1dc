"""PromQL expressions and panels for the largest of many rates, such as the busiest handlers."""

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

    from boardwright.library.queries import LabelNames
    from boardwright.promql import Operand


def top(
    k: int,
    counter: str,
    *,
    by: LabelNames,
    scope: Scope = EVERYTHING,
) -> Operand:
    """Return the `k` largest rates of a counter, after the rates are summed by labels.

    Use the result for tables or bars and not for lines, because the largest series can change at
    each point in time.

    Args:
        k: The number of series.
        counter: Name of the counter.
        by: The labels by which the rates are summed, as in PromQL's `by (…)`.
        scope: Label matchers that select the series, and the window of the rate.
    """
    return topk(k, per_second(counter, scope=scope, by=by))


def top_over_range(
    k: int,
    counter: str,
    *,
    by: LabelNames,
    scope: Scope = EVERYTHING,
) -> Operand:
    """Return the rates of the `k` series that increased most over the dashboard's time range.

    Prometheus selects the series once, at the end of the time range, so a graph has at most `k`
    lines.

    Args:
        k: The number of series.
        counter: Name of the counter.
        by: The labels by which the rates are summed, as in PromQL's `by (…)`.
        scope: Label matchers that select the series, and the window of the rate.
    """
    whole = rate(scope.metric(counter).at("end()"), RANGE)
    largest = topk(k, sum_(whole, by=label_names(by) or None))
    return per_second(counter, scope=scope, by=by) & largest


def top_panel(
    k: int,
    counter: str,
    *,
    title: str,
    by: LabelNames,
    scope: Scope = EVERYTHING,
    unit: str = units.COUNTS_PER_SEC,
    description: str | None = None,
) -> BarGauge:
    """Return a bar gauge with the `k` largest current rates; see `top`.

    Args:
        k: The number of bars.
        counter: Name of the counter.
        title: The panel's title.
        by: The labels that distinguish the bars.
        scope: Label matchers, window and data source of the query.
        unit: A unit per second from `grafanalib.formatunits`.
        description: The panel's description.
    """
    expr = top(k, counter, by=by, scope=scope)
    return bars(
        title=title,
        queries=[query(expr, legend_of(by), instant=True)],
        unit=unit,
        description=description,
        datasource=scope.datasource,
    )


def top_over_range_panel(
    k: int,
    counter: str,
    *,
    title: str,
    by: LabelNames,
    scope: Scope = EVERYTHING,
    unit: str = units.COUNTS_PER_SEC,
    description: str | None = None,
) -> TimeSeries:
    """Return a graph of the `k` series that increased most over the dashboard's time range.

    Args:
        k: The number of lines.
        counter: Name of the counter.
        title: The panel's title.
        by: The labels that distinguish the lines.
        scope: Label matchers, window and data source of the query.
        unit: A unit per second from `grafanalib.formatunits`.
        description: The panel's description.
    """
    expr = top_over_range(k, counter, by=by, scope=scope)
    return timeseries(
        title=title,
        queries=[query(expr, legend_of(by))],
        unit=unit,
        minimum=0,
        description=description,
        datasource=scope.datasource,
    )
