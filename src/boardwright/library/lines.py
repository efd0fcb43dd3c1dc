"""Lines over time, and bands of states over time.

Every panel has a title and a unit. Lines have a table below them with the last and the largest
value, and a tooltip that lists all of them, largest first. What is not set here is grafanalib's to
set; what grafanalib has no word for goes through its `extraJson`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from grafanalib.core import DataLink, StateTimeline, Target, Threshold, TimeSeries

from boardwright.library import legends
from boardwright.library.options import data_links, given


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
    """Return lines over time.

    Args:
        title: The panel's title.
        queries: What to ask: see `query`.
        unit: One of `grafanalib.formatunits`.
        description: What the reader should know at three in the morning.
        legend: See `legends`; a table of last and max by default.
        stacked: Put the series on top of each other, filled.
        minimum: Where the axis begins.
        maximum: Where the axis ends.
        steps: Thresholds, drawn as dashed lines: see `thresholds`.
        overrides: Settings of some of the series: see `overrides`.
        drill_downs: Links on every series: see `links.drill_down`.
        datasource: The data source's name or uid; the project's default otherwise.
    """
    options = given(
        description=description,
        dataSource=datasource,
        valueMin=minimum,
        valueMax=maximum,
        overrides=list(overrides) or None,
        extraJson=data_links(drill_downs),
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


def timeline(
    *,
    title: str,
    queries: Sequence[Target],
    mappings: Sequence[dict[str, Any]],
    description: str | None = None,
    datasource: str | None = None,
) -> StateTimeline:
    """Return a band a series, coloured by state: when something was up, and when it was not.

    Args:
        title: The panel's title.
        queries: What to ask: series of a few values.
        mappings: Each value's word and colour: see `mappings`.
        description: What the reader should know at three in the morning.
        datasource: The data source's name or uid; the project's default otherwise.
    """
    return StateTimeline(
        title=title,
        targets=list(queries),
        mappings=list(mappings),
        colorMode="fixed",  # by thresholds, Grafana would not show the mappings
        showValue="never",
        extraJson={"fieldConfig": {"defaults": {"unit": "none"}}},
        **given(description=description, dataSource=datasource),
    )
