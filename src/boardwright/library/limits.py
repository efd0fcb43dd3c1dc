"""How much of a limit is used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library.lines import timeseries
from boardwright.library.overrides import limit_line
from boardwright.library.queries import query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.library.steps import thresholds

if TYPE_CHECKING:
    from grafanalib.core import Threshold, TimeSeries

    from boardwright.promql import Operand


def used_share(used: str | Operand, limit: str | Operand, *, scope: Scope = EVERYTHING) -> Operand:
    """Return the share of a limit that is used; nothing where the limit is 0, which means none.

    Args:
        used: What is used: an expression, or a gauge's name.
        limit: What there is: an expression, or a gauge's name, with the same labels.
        scope: Which series of metrics given by name.
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
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of `used_share`, from 0 to 100 %.

    Args:
        used: As for `used_share`.
        limit: As for `used_share`.
        title: The panel's title.
        scope: As for `used_share`.
        legend: How a line is called.
        steps: Thresholds; orange from 80 % and red from 90 % otherwise.
        description: What the reader should know at three in the morning.
        datasource: The data source's name or uid; the project's default otherwise.
    """
    return timeseries(
        title=title,
        queries=[query(used_share(used, limit, scope=scope), legend)],
        unit=units.PERCENT_UNIT,
        minimum=0,
        maximum=1,
        steps=steps or thresholds(orange=0.8, red=0.9),
        description=description,
        datasource=datasource,
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
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of what is used below a dashed line of what there is.

    Args:
        used: As for `used_share`.
        limit: As for `used_share`.
        title: The panel's title.
        unit: The unit of both.
        scope: As for `used_share`.
        legend: How a line of what is used is called.
        description: What the reader should know at three in the morning.
        datasource: The data source's name or uid; the project's default otherwise.
    """
    return timeseries(
        title=title,
        queries=[query(scope.series(used), legend), query(scope.series(limit), "limit")],
        unit=unit,
        minimum=0,
        overrides=[limit_line("limit")],
        description=description,
        datasource=datasource,
    )
