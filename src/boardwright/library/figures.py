"""The newest value as a number, a dial or a bar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from grafanalib.core import BarGauge, DataLink, GaugePanel, Stat, Target, Threshold

from boardwright.library.options import data_links, given
from boardwright.library.steps import thresholds

LAST = "lastNotNull"
"""Grafana's reducer for the newest value that there is."""


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
    """Return a number, the newest one, over a small graph of its course.

    Args:
        title: The panel's title.
        queries: What to ask: one number a series.
        unit: One of `grafanalib.formatunits`.
        description: What the reader should know at three in the morning.
        steps: The number's colours: see `thresholds`. Green by default.
        mappings: Words in place of numbers: see `mappings`.
        sparkline: Draw the graph behind the number.
        decimals: How many; as many as make sense otherwise.
        drill_downs: Links on the number: see `links.drill_down`.
        datasource: The data source's name or uid; the project's default otherwise.
    """
    return Stat(
        title=title,
        targets=list(queries),
        format=unit,
        reduceCalc=LAST,
        colorMode="value",
        graphMode="area" if sparkline else "none",
        thresholds=list(steps) or thresholds(),
        **given(
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
    """Return a dial with the newest value between two ends: for what has a natural limit.

    Args:
        title: The panel's title.
        queries: What to ask: one dial a series.
        unit: One of `grafanalib.formatunits`.
        steps: The dial's colours: see `thresholds`.
        minimum: The dial's left end.
        maximum: The dial's right end: 1 for `percentunit`.
        description: What the reader should know at three in the morning.
        drill_downs: Links on the dial: see `links.drill_down`.
        datasource: The data source's name or uid; the project's default otherwise.
    """
    return GaugePanel(
        title=title,
        targets=list(queries),
        format=unit,
        calc=LAST,
        min=minimum,
        max=maximum,
        thresholds=list(steps),
        **given(
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
    """Return a lying bar a series with its newest value: for comparing many at a glance.

    Args:
        title: The panel's title.
        queries: What to ask: best `instant`, one bar a series.
        unit: One of `grafanalib.formatunits`.
        steps: The bars' colours: see `thresholds`. Blue by default.
        maximum: The length of a full bar: the largest value by default.
        description: What the reader should know at three in the morning.
        drill_downs: Links on every bar: see `links.drill_down`.
        datasource: The data source's name or uid; the project's default otherwise.
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
        **given(
            description=description, dataSource=datasource, dataLinks=list(drill_downs) or None
        ),
    )
