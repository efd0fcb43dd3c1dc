"""PromQL expressions and panels for the share of events that are errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library.lines import timeseries
from boardwright.library.queries import legend_of, query
from boardwright.library.rates import per_second
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.library.steps import thresholds

if TYPE_CHECKING:
    from grafanalib.core import Threshold, TimeSeries

    from boardwright.library.queries import LabelNames
    from boardwright.promql import Operand
    from boardwright.promql.matchers import ValueLike

    Errors = str | Mapping[str, ValueLike]


def error_ratio(
    total: str,
    *,
    errors: Errors,
    scope: Scope = EVERYTHING,
    by: LabelNames = (),
) -> Operand:
    """Return the share (0 to 1) of events that are errors.

    A counter of errors often has no series before the first error. The expression counts a missing
    series as 0, so a healthy service shows 0. For a service without traffic, the result is NaN, and
    a graph has a gap.

    Args:
        total: Name of the counter of all events.
        errors: The labels of the series that count errors, such as `{"code": re("5..")}`, or the
            name of a counter of errors.
        scope: The labels and the window of both counters.
        by: The labels by which the series are grouped, as in PromQL's `by (…)`.
    """
    counter, error_scope = (
        (errors, scope) if isinstance(errors, str) else (total, scope.where(**errors))
    )
    events = per_second(total, scope=scope, by=by)
    failures = per_second(counter, scope=error_scope, by=by)
    return (failures | events * 0) / events


def error_ratio_panel(
    total: str,
    *,
    errors: Errors,
    title: str = "Errors",
    scope: Scope = EVERYTHING,
    by: LabelNames = (),
    steps: Sequence[Threshold] = (),
    description: str | None = None,
) -> TimeSeries:
    """Return a graph of the share of errors, with one line for each group of series.

    Args:
        total: Name of the counter of all events.
        errors: The labels of the series that count errors, such as `{"code": re("5..")}`, or the
            name of a counter of errors.
        title: The panel's title.
        scope: Label matchers, window and data source of the query.
        by: The labels by which the series are grouped, as in PromQL's `by (…)`.
        steps: The thresholds. By default, the graph is orange from 1 % and red from 5 %.
        description: The panel's description.
    """
    expr = error_ratio(total, errors=errors, scope=scope, by=by)
    return timeseries(
        title=title,
        queries=[query(expr, legend_of(by) or title)],
        unit=units.PERCENT_UNIT,
        minimum=0,
        steps=steps or thresholds(orange=0.01, red=0.05),
        description=description
        or "The share of all events that failed. Without traffic, there is no line.",
        datasource=scope.datasource,
    )
