"""USE: utilisation, saturation and errors of a resource, in one row.

Source: https://www.brendangregg.com/usemethod.html
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from grafanalib import formatunits as units

from boardwright.library.lines import timeseries
from boardwright.library.queries import query
from boardwright.library.rows import HEIGHT, row
from boardwright.library.steps import thresholds

if TYPE_CHECKING:
    from boardwright.promql import Operand


def use_row(
    title: str,
    *,
    utilisation: Operand,
    saturation: Operand,
    errors: Operand | None = None,
    saturation_unit: str = units.SHORT,
    errors_unit: str = units.COUNTS_PER_SEC,
    legend: str = "{{instance}}",
    descriptions: tuple[str | None, str | None, str | None] = (None, None, None),
    more: Iterable[Any] = (),
    height: int = HEIGHT,
    collapsed: bool = False,
    datasource: str | None = None,
) -> list[Any]:
    """Return a row about one resource: how busy it is, how much work waits for it, its errors.

    Args:
        title: The resource; the title of the row and the beginning of the panels' titles.
        utilisation: The share in use, from 0 to 1.
        saturation: The waiting work, or the share of time in which work waited.
        errors: The failures; None for a resource without such a metric.
        saturation_unit: One of `grafanalib.formatunits`.
        errors_unit: One of `grafanalib.formatunits`.
        legend: The name of a line.
        descriptions: The descriptions of the three panels.
        more: Further panels of the row.
        height: The height of the panels in grid units.
        collapsed: Close the row at first.
        datasource: The name or uid of the data source; the project's default when None.
    """
    of_utilisation, of_saturation, of_errors = descriptions
    panels = [
        timeseries(
            title=f"{title}: utilisation",
            queries=[query(utilisation, legend)],
            unit=units.PERCENT_UNIT,
            minimum=0,
            maximum=1,
            steps=thresholds(orange=0.8, red=0.9),
            description=of_utilisation,
            datasource=datasource,
        ),
        timeseries(
            title=f"{title}: saturation",
            queries=[query(saturation, legend)],
            unit=saturation_unit,
            minimum=0,
            description=of_saturation,
            datasource=datasource,
        ),
    ]
    if errors is not None:
        panels.append(
            timeseries(
                title=f"{title}: errors",
                queries=[query(errors, legend)],
                unit=errors_unit,
                minimum=0,
                description=of_errors,
                datasource=datasource,
            )
        )
    return row(title, [*panels, *more], height=height, collapsed=collapsed)
