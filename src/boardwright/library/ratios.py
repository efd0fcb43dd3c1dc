"""Which part of all events went wrong."""

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

    from boardwright.library.queries import Labels
    from boardwright.promql import Operand
    from boardwright.promql.durations import DurationLike
    from boardwright.promql.matchers import ValueLike

    Errors = str | Mapping[str, ValueLike]


def error_ratio(
    total: str,
    *,
    errors: Errors,
    scope: Scope = EVERYTHING,
    by: Labels = (),
    window: DurationLike | None = None,
) -> Operand:
    """Return the share of events that are errors, from 0 to 1.

    A counter of errors often has no series before the first error. That counts as 0 here, so that
    a healthy service shows 0 and only one without any traffic, or without a target, shows nothing.

    Args:
        total: The counter of all events.
        errors: The labels that make an event an error, `{"code": re("5..")}`; or the name of a
            counter of errors alone.
        scope: Which series of both.
        by: The labels to keep.
        window: How far back to look; the project's window otherwise.
    """
    counter, failed = (errors, scope) if isinstance(errors, str) else (total, scope.where(**errors))
    every = per_second(total, scope=scope, by=by, window=window)
    wrong = per_second(counter, scope=failed, by=by, window=window)
    return (wrong | every * 0) / every


def error_ratio_panel(
    total: str,
    *,
    errors: Errors,
    title: str = "Errors",
    scope: Scope = EVERYTHING,
    by: Labels = (),
    window: DurationLike | None = None,
    steps: Sequence[Threshold] = (),
    description: str | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of `error_ratio`, a line for each value of the labels.

    Args:
        total: As for `error_ratio`.
        errors: As for `error_ratio`.
        title: The panel's title.
        scope: As for `error_ratio`.
        by: As for `error_ratio`.
        window: As for `error_ratio`.
        steps: Thresholds; orange from 1 % and red from 5 % otherwise.
        description: What the reader should know at three in the morning.
        datasource: The data source's name or uid; the project's default otherwise.
    """
    expr = error_ratio(total, errors=errors, scope=scope, by=by, window=window)
    return timeseries(
        title=title,
        queries=[query(expr, legend_of(by) or title)],
        unit=units.PERCENT_UNIT,
        minimum=0,
        steps=steps or thresholds(orange=0.01, red=0.05),
        description=description or "The share of all events that failed. No traffic, no line.",
        datasource=datasource,
    )
