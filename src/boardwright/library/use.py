"""USE: utilisation, saturation and errors of a resource, in one row."""

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
    """Return a row about one resource: how busy it is, what waits for it, what went wrong.

    Args:
        title: The resource: the row's header and the beginning of the panels' titles.
        utilisation: The share that is in use, from 0 to 1.
        saturation: What waits, or the share of time that something waited.
        errors: How often it failed; None for a resource that does not tell.
        saturation_unit: One of `grafanalib.formatunits`.
        errors_unit: One of `grafanalib.formatunits`.
        legend: How a line is called.
        descriptions: What the reader should know of each of the three.
        more: Further panels for the same line.
        height: The panels' height.
        collapsed: Begin closed.
        datasource: The data source's name or uid; the project's default otherwise.
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
