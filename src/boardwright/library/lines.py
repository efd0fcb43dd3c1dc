"""Graphs and state timelines.

A graph has a legend table with the last and the largest value, and a tooltip that lists all series,
largest first. Options that are not set here keep grafanalib's defaults.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from grafanalib import formatunits as units
from grafanalib.core import DataLink, StateTimeline, Target, Threshold, TimeSeries

from boardwright.library import legends
from boardwright.library.options import data_links, drop_none


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
    overrides: Sequence[dict[str, Any]] = (),
    drill_downs: Iterable[DataLink] = (),
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of lines over time.

    Args:
        title: The panel's title.
        queries: The queries: see `query`.
        unit: A unit from `grafanalib.formatunits`.
        description: The panel's description.
        legend: See `legends`; a table of last and max when None.
        stacked: Stack and fill the series.
        minimum: The lower end of the axis.
        maximum: The upper end of the axis.
        steps: Thresholds, drawn as dashed lines: see `thresholds`.
        overrides: Field overrides: see `overrides`.
        drill_downs: Data links on every series: see `links.drill_down`.
        datasource: The name or uid of the data source; the project's default when None.
    """
    options = drop_none(
        description=description,
        dataSource=datasource,
        valueMin=minimum,
        valueMax=maximum,
        overrides=list(overrides) or None,
        extraJson=_extra_defaults(drill_downs, _soft_maximum(unit, maximum, steps)),
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


def _soft_maximum(unit: str, maximum: int | None, steps: Sequence[Threshold]) -> float | None:
    """Return the upper end of the axis while all values are below it; None for Grafana's own.

    Without one, the axis of a share ends at 10000 % while all values are zero.
    """
    if unit != units.PERCENT_UNIT or maximum is not None:
        return None
    return max((float(step.value) for step in steps if step.value), default=0.1)


def _extra_defaults(
    drill_downs: Iterable[DataLink], soft_maximum: float | None
) -> dict[str, Any] | None:
    """Return grafanalib's `extraJson`; its own `axisSoftMax` takes whole numbers only."""
    extra = data_links(drill_downs)
    if soft_maximum is None:
        return extra
    found = extra or {"fieldConfig": {"defaults": {}}}
    found["fieldConfig"]["defaults"]["custom"] = {"axisSoftMax": soft_maximum}
    return found


def timeline(
    *,
    title: str,
    queries: Sequence[Target],
    mappings: Sequence[dict[str, Any]],
    description: str | None = None,
    datasource: str | None = None,
) -> StateTimeline:
    """Return a state timeline: one band per series, coloured by state.

    Args:
        title: The panel's title.
        queries: Queries whose series have a few distinct values.
        mappings: The text and colour of each value: see `mappings`.
        description: The panel's description.
        datasource: The name or uid of the data source; the project's default when None.
    """
    return StateTimeline(
        title=title,
        targets=list(queries),
        mappings=list(mappings),
        colorMode="fixed",  # by thresholds, Grafana would not show the mappings
        showValue="never",
        extraJson={"fieldConfig": {"defaults": {"unit": "none"}}},
        **drop_none(description=description, dataSource=datasource),
    )
