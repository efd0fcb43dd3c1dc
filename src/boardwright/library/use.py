"""The USE method in one row: utilisation, saturation and errors of a resource.

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
    """Return a row with panels about one resource: utilisation, saturation and errors.

    Args:
        title: Name of the resource. The name is the title of the row, and the titles of the panels
            begin with the name.
        utilisation: Expression for the share (0 to 1) of the resource that is in use.
        saturation: Expression for the work that waits, or for the share of time in which work
            waited.
        errors: Expression for the failures of the resource; None if no metric counts failures.
        saturation_unit: The unit of `saturation`, from `grafanalib.formatunits`.
        errors_unit: The unit of `errors`, from `grafanalib.formatunits`.
        legend: The name of each line in the legend.
        descriptions: The descriptions of the panels for utilisation, saturation and errors, in this
            order.
        more: Further panels of the row.
        height: The height of the panels in grid units.
        collapsed: Whether the row is closed when the board opens.
        datasource: Name or uid of the data source; None for the project's default.
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
