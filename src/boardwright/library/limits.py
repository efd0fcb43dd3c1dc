"""PromQL expressions and panels that show the used share of a limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library.lines import timeseries
from boardwright.library.options import Options
from boardwright.library.overrides import limit_line
from boardwright.library.queries import query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.library.steps import thresholds

if TYPE_CHECKING:
    from grafanalib.core import Threshold, TimeSeries

    from boardwright.promql import Operand


SHARE: Options = {
    "unit": units.PERCENT_UNIT,
    "minimum": 0,
    "maximum": 1,
    "steps": thresholds(orange=0.8, red=0.9),
}
"""Options of a graph that shows the used share of a limit."""


def used_share(used: str | Operand, limit: str | Operand, *, scope: Scope = EVERYTHING) -> Operand:
    """Return the used share (0 to 1) of a limit.

    The result has no series for a limit of 0, because 0 means that the resource is
    unlimited.

    Args:
        used: The used amount of the resource, as an expression or as the name of a gauge.
        limit: The limit of the resource, as an expression or as the name of a gauge. `limit` and
            `used` must have the same labels.
        scope: The labels that select the series, if `used` and `limit` are names of gauges.
    """
    return scope.series(used) / (scope.series(limit) > 0)


def used_share_panel(
    used: str | Operand,
    limit: str | Operand,
    *,
    title: str,
    scope: Scope = EVERYTHING,
    legend: str = "{{instance}}",
    steps: Sequence[Threshold] = (),
    description: str | None = None,
) -> TimeSeries:
    """Return a graph of the used share of a limit, from 0 to 100 %.

    Args:
        used: The used amount of the resource, as an expression or as the name of a gauge.
        limit: The limit of the resource, as an expression or as the name of a gauge. `limit` and
            `used` must have the same labels.
        title: The panel's title.
        scope: Label matchers and data source of the query.
        legend: The name of each line in the legend, such as `{{instance}}`.
        steps: The thresholds. By default, the graph is orange from 80 % and red from 90 %.
        description: The panel's description.
    """
    return timeseries(
        title=title,
        queries=[query(used_share(used, limit, scope=scope), legend)],
        description=description,
        datasource=scope.datasource,
        **SHARE | ({"steps": steps} if steps else {}),
    )


def used_and_limit_panel(
    used: str | Operand,
    limit: str | Operand,
    *,
    title: str,
    unit: str,
    scope: Scope = EVERYTHING,
    legend: str = "used",
    description: str | None = None,
) -> TimeSeries:
    """Return a graph of the used amount, and of the limit as a dashed line.

    Args:
        used: The used amount of the resource, as an expression or as the name of a gauge.
        limit: The limit of the resource, as an expression or as the name of a gauge. `limit` and
            `used` must have the same labels.
        title: The panel's title.
        unit: The unit of the used amount and of the limit.
        scope: Label matchers and data source of the query.
        legend: The name of the used amount in the legend.
        description: The panel's description.
    """
    return timeseries(
        title=title,
        queries=[query(scope.series(used), legend), query(scope.series(limit), "limit")],
        unit=unit,
        minimum=0,
        overrides=[limit_line("limit")],
        description=description,
        datasource=scope.datasource,
    )
