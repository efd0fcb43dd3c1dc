"""Panels that show the latest value: stat, gauge and bar gauge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from grafanalib.core import BarGauge, DataLink, GaugePanel, Stat, Target, Threshold

from boardwright.library.options import data_links, drop_none
from boardwright.library.steps import thresholds
from boardwright.schema.panel_json import MappingJson

LAST = "lastNotNull"
"""The Grafana calculation for the latest value that is not null."""


def stat(
    *,
    title: str,
    queries: Sequence[Target],
    unit: str,
    description: str | None = None,
    steps: Sequence[Threshold] = (),
    mappings: Sequence[MappingJson] = (),
    sparkline: bool = True,
    decimals: int | None = None,
    drill_downs: Iterable[DataLink] = (),
    datasource: str | None = None,
) -> Stat:
    """Return a stat panel: the latest value as a number in front of a small graph.

    Args:
        title: The panel's title.
        queries: The queries. Each series in the results is shown as one number.
        unit: A unit from `grafanalib.formatunits`.
        description: The panel's description.
        steps: The thresholds; see `thresholds`. Without thresholds, the number is green.
        mappings: Texts that replace values; see `mappings`.
        sparkline: Whether a small graph is drawn behind the number.
        decimals: The number of decimals; None lets Grafana choose.
        drill_downs: Data links of the number; see `links.drill_down`.
        datasource: Name or uid of the data source; None for the project's default.
    """
    return Stat(
        title=title,
        targets=list(queries),
        format=unit,
        reduceCalc=LAST,
        colorMode="value",
        graphMode="area" if sparkline else "none",
        thresholds=list(steps) or thresholds(),
        **drop_none(
            description=description,
            mappings=list(mappings) or None,
            decimals=decimals,
            dataSource=datasource,
            extraJson=data_links(drill_downs),
        ),
    )


def gauge(
    *,
    title: str,
    queries: Sequence[Target],
    unit: str,
    steps: Sequence[Threshold],
    minimum: float = 0,
    maximum: float = 100,
    description: str | None = None,
    drill_downs: Iterable[DataLink] = (),
    datasource: str | None = None,
) -> GaugePanel:
    """Return a gauge panel: the latest value on a scale between two limits.

    Args:
        title: The panel's title.
        queries: The queries. Each series in the results is shown as one gauge.
        unit: A unit from `grafanalib.formatunits`.
        steps: The thresholds; see `thresholds`.
        minimum: The lower end of the scale.
        maximum: The upper end of the scale. For the unit `percentunit`, whose values range from 0
            to 1, pass 1.
        description: The panel's description.
        drill_downs: Data links of the gauge; see `links.drill_down`.
        datasource: Name or uid of the data source; None for the project's default.
    """
    return GaugePanel(
        title=title,
        targets=list(queries),
        format=unit,
        calc=LAST,
        min=minimum,
        max=maximum,
        thresholds=list(steps),
        **drop_none(
            description=description, dataSource=datasource, dataLinks=list(drill_downs) or None
        ),
    )


def bars(
    *,
    title: str,
    queries: Sequence[Target],
    unit: str,
    steps: Sequence[Threshold] = (),
    maximum: float | None = None,
    description: str | None = None,
    drill_downs: Iterable[DataLink] = (),
    datasource: str | None = None,
) -> BarGauge:
    """Return a bar gauge panel: a horizontal bar with the latest value of each series.

    Args:
        title: The panel's title.
        queries: The queries, preferably instant queries. Each series in the results is shown as one
            bar.
        unit: A unit from `grafanalib.formatunits`.
        steps: The thresholds; see `thresholds`. Without thresholds, the bars are blue.
        maximum: The value at which a bar is full; None for the largest value of all series.
        description: The panel's description.
        drill_downs: Data links of every bar; see `links.drill_down`.
        datasource: Name or uid of the data source; None for the project's default.
    """
    return BarGauge(
        title=title,
        targets=list(queries),
        format=unit,
        calc=LAST,
        displayMode="gradient",
        min=0,
        max=maximum,
        thresholds=list(steps) or thresholds("blue"),
        **drop_none(
            description=description, dataSource=datasource, dataLinks=list(drill_downs) or None
        ),
    )
