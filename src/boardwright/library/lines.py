"""Functions that create graphs and state timelines.

A graph gets a legend table with the last and the largest value, and a tooltip that lists all series
with the largest first. All other options keep grafanalib's defaults.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from grafanalib import formatunits as units
from grafanalib.core import DataLink, StateTimeline, Target, Threshold, TimeSeries

from boardwright.library import legends
from boardwright.library.options import data_links, drop_none
from boardwright.schema.document import Json
from boardwright.schema.panel_json import MappingJson, OverrideJson, build_field_defaults


def timeseries(
    *,
    title: str,
    queries: Sequence[Target],
    unit: str,
    description: str | None = None,
    legend: legends.Legend | None = None,
    stacked: bool = False,
    minimum: int | None = None,
    maximum: int | None = None,
    steps: Sequence[Threshold] = (),
    overrides: Sequence[OverrideJson] = (),
    drill_downs: Iterable[DataLink] = (),
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of lines over time.

    Args:
        title: The panel's title.
        queries: The queries; see `query`.
        unit: A unit from `grafanalib.formatunits`.
        description: The panel's description.
        legend: The legend; see `legends`. By default, the legend is a table with the last and the
            largest value.
        stacked: Whether the series are stacked and filled.
        minimum: The lower end of the axis.
        maximum: The upper end of the axis.
        steps: The thresholds, drawn as dashed lines; see `thresholds`.
        overrides: The field overrides; see `overrides`.
        drill_downs: Data links of every series; see `links.drill_down`.
        datasource: Name or uid of the data source; None for the project's default.
    """
    options = drop_none(
        description=description,
        dataSource=datasource,
        valueMin=minimum,
        valueMax=maximum,
        overrides=list(overrides) or None,
        extraJson=_build_extra_json(drill_downs, _choose_soft_maximum(unit, maximum, steps)),
    )
    if stacked:
        options |= {"stacking": {"mode": "normal", "group": "A"}, "fillOpacity": 50}
    if steps:
        options |= {"thresholds": list(steps), "thresholdsStyleMode": "dashed"}
    return TimeSeries(
        title=title,
        targets=list(queries),
        unit=unit,
        tooltipMode="multi",
        tooltipSort="desc",
        **(legend or legends.table()),
        **options,
    )


def _choose_soft_maximum(
    unit: str, maximum: int | None, steps: Sequence[Threshold]
) -> float | None:
    """Return Grafana's `axisSoftMax` for a panel of ratios, or else None.

    Without `axisSoftMax`, the axis ends at 10000 % if all values are zero.
    """
    if unit != units.PERCENT_UNIT or maximum is not None:
        return None
    return max((float(step.value) for step in steps if step.value), default=0.1)


def _build_extra_json(drill_downs: Iterable[DataLink], soft_maximum: float | None) -> Json | None:
    """Return grafanalib's `extraJson` with the data links and the soft maximum.

    grafanalib's argument `axisSoftMax` accepts only whole numbers.
    """
    custom = None if soft_maximum is None else {"axisSoftMax": soft_maximum}
    return data_links(drill_downs, custom=custom)


def timeline(
    *,
    title: str,
    queries: Sequence[Target],
    mappings: Sequence[MappingJson],
    description: str | None = None,
    datasource: str | None = None,
) -> StateTimeline:
    """Return a state timeline, which shows one band for each series, coloured by state.

    Args:
        title: The panel's title.
        queries: Queries whose series have only a few different values.
        mappings: The text and colour of each value; see `mappings`.
        description: The panel's description.
        datasource: Name or uid of the data source; None for the project's default.
    """
    return StateTimeline(
        title=title,
        targets=list(queries),
        mappings=list(mappings),
        # In another mode, the colours of thresholds would hide the colours of the mappings.
        colorMode="fixed",
        showValue="never",
        extraJson=build_field_defaults(unit="none"),
        **drop_none(description=description, dataSource=datasource),
    )
