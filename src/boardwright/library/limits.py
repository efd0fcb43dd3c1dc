"""The used share of a limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from grafanalib import formatunits as units

from boardwright.library.lines import timeseries
from boardwright.library.overrides import limit_line
from boardwright.library.queries import query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.library.steps import thresholds

if TYPE_CHECKING:
    from grafanalib.core import Threshold, TimeSeries

    from boardwright.promql import Operand


SHARE: dict[str, Any] = {
    "unit": units.PERCENT_UNIT,
    "minimum": 0,
    "maximum": 1,
    "steps": thresholds(orange=0.8, red=0.9),
}
"""Options of a graph of a share of a limit."""


def used_share(used: str | Operand, limit: str | Operand, *, scope: Scope = EVERYTHING) -> Operand:
    """Return the used share of a limit, from 0 to 1; nothing where the limit is 0 (unlimited).

    Args:
        used: The used amount: an expression, or the name of a gauge.
        limit: The limit with the same labels: an expression, or the name of a gauge.
        scope: The labels of metrics given by name.
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
    """Return a graph of `used_share`, from 0 to 100 %.

    Args:
        used: As for `used_share`.
        limit: As for `used_share`.
        title: The panel's title.
        scope: The labels and data source.
        legend: The name of a line.
        steps: Thresholds; orange from 80 % and red from 90 % when empty.
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
    """Return a graph of the used amount below a dashed line at the limit.

    Args:
        used: As for `used_share`.
        limit: As for `used_share`.
        title: The panel's title.
        unit: The unit of both.
        scope: The labels and data source.
        legend: The name of a line of the used amount.
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
