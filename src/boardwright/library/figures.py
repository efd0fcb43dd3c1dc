"""The latest value as a number, a gauge or a bar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from grafanalib.core import BarGauge, DataLink, GaugePanel, Stat, Target, Threshold

from boardwright.library.options import data_links, drop_none
from boardwright.library.steps import thresholds

LAST = "lastNotNull"
"""Grafana's reducer for the latest value that is not null."""


def stat(
    *,
    title: str,
    queries: Sequence[Target],
    unit: str,
    description: str | None = None,
    steps: Sequence[Threshold] = (),
    mappings: Sequence[dict[str, Any]] = (),
    sparkline: bool = True,
    decimals: int | None = None,
    drill_downs: Iterable[DataLink] = (),
    datasource: str | None = None,
) -> Stat:
    """Return the latest value as a number over a sparkline.

    Args:
        title: The panel's title.
        queries: The queries; one number per series.
        unit: A unit from `grafanalib.formatunits`.
        description: The panel's description.
        steps: Thresholds: see `thresholds`; green when empty.
        mappings: Texts in place of numbers: see `mappings`.
        sparkline: Draw a graph behind the number.
        decimals: The number of decimals; chosen by Grafana when None.
        drill_downs: Data links on the number: see `links.drill_down`.
        datasource: The name or uid of the data source; the project's default when None.
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
    """Return the latest value as a gauge between two limits.

    Args:
        title: The panel's title.
        queries: The queries; one gauge per series.
        unit: A unit from `grafanalib.formatunits`.
        steps: Thresholds: see `thresholds`.
        minimum: The lower end of the gauge.
        maximum: The upper end of the gauge: 1 for `percentunit`.
        description: The panel's description.
        drill_downs: Data links on the gauge: see `links.drill_down`.
        datasource: The name or uid of the data source; the project's default when None.
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
    """Return a horizontal bar per series with its latest value.

    Args:
        title: The panel's title.
        queries: The queries, preferably `instant`; one bar per series.
        unit: A unit from `grafanalib.formatunits`.
        steps: Thresholds: see `thresholds`; blue when empty.
        maximum: The value of a full bar; the largest value when None.
        description: The panel's description.
        drill_downs: Data links on every bar: see `links.drill_down`.
        datasource: The name or uid of the data source; the project's default when None.
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
