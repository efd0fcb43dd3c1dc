"""Panels of a histogram: its mean and quantiles as lines, its buckets as a heatmap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library.heatmaps import heatmap
from boardwright.library.histograms import buckets, mean, quantile
from boardwright.library.lines import timeseries
from boardwright.library.queries import legend_of, query
from boardwright.library.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from grafanalib.core import Heatmap, Threshold, TimeSeries

    from boardwright.library.queries import Labels
    from boardwright.promql.durations import DurationLike

QUANTILES = (0.5, 0.9, 0.99)
"""Half of all, all but a tenth, all but a hundredth."""


def mean_panel(
    histogram: str,
    *,
    title: str,
    scope: Scope = EVERYTHING,
    by: Labels = (),
    window: DurationLike | None = None,
    native: bool = False,
    unit: str = units.SECONDS,
    steps: Sequence[Threshold] = (),
    description: str | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph of the mean, a line for each value of the labels.

    Args:
        histogram: The name of a histogram or summary, without `_sum`.
        title: The panel's title.
        scope: Which of its series.
        by: The labels to keep.
        window: How far back to look; the project's window otherwise.
        native: Whether Prometheus keeps it as a native histogram.
        unit: The unit of what was observed.
        steps: Thresholds: see `thresholds`.
        description: What the reader should know at three in the morning.
        datasource: The data source's name or uid; the project's default otherwise.
    """
    expr = mean(histogram, scope=scope, by=by, window=window, native=native)
    return timeseries(
        title=title,
        queries=[query(expr, legend_of(by) or "mean")],
        unit=unit,
        minimum=0,
        steps=steps,
        description=description,
        datasource=datasource,
    )


def quantiles_panel(
    histogram: str,
    *,
    title: str,
    quantiles: Sequence[float] = QUANTILES,
    scope: Scope = EVERYTHING,
    by: Labels = (),
    window: DurationLike | None = None,
    native: bool = False,
    unit: str = units.SECONDS,
    steps: Sequence[Threshold] = (),
    description: str | None = None,
    datasource: str | None = None,
) -> TimeSeries:
    """Return a graph with a line a quantile, for each value of the labels.

    Args:
        histogram: The histogram's name, without `_bucket`.
        title: The panel's title.
        quantiles: Which, from 0 to 1.
        scope: As for `mean_panel`.
        by: As for `mean_panel`.
        window: As for `mean_panel`.
        native: As for `mean_panel`.
        unit: As for `mean_panel`.
        steps: As for `mean_panel`.
        description: As for `mean_panel`.
        datasource: As for `mean_panel`.
    """
    exprs = {
        f"p{q * 100:g}": quantile(q, histogram, scope=scope, by=by, window=window, native=native)
        for q in quantiles
    }
    return timeseries(
        title=title,
        queries=[query(expr, legend_of(by, prefix=name)) for name, expr in exprs.items()],
        unit=unit,
        minimum=0,
        steps=steps,
        description=description,
        datasource=datasource,
    )


def heatmap_panel(
    histogram: str,
    *,
    title: str,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    native: bool = False,
    unit: str = units.SECONDS,
    description: str | None = None,
    datasource: str | None = None,
) -> Heatmap:
    """Return the histogram's buckets over time: what the quantiles hide, two peaks for one.

    Args:
        histogram: The histogram's name, without `_bucket`.
        title: The panel's title.
        scope: As for `mean_panel`.
        window: As for `mean_panel`.
        native: As for `mean_panel`.
        unit: As for `mean_panel`.
        description: As for `mean_panel`.
        datasource: As for `mean_panel`.
    """
    expr = buckets(histogram, scope=scope, window=window, native=native)
    legend = None if native else "{{le}}"
    return heatmap(
        title=title,
        queries=[query(expr, legend, format="heatmap")],
        unit=unit,
        description=description,
        datasource=datasource,
    )


def distribution(
    histogram: str,
    *,
    title: str,
    quantiles: Sequence[float] = QUANTILES,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = None,
    native: bool = False,
    unit: str = units.SECONDS,
    datasource: str | None = None,
) -> list[TimeSeries | Heatmap]:
    """Return the quantiles and the heatmap of one histogram, to stand side by side in a row.

    Args:
        histogram: The histogram's name, without `_bucket`.
        title: What was observed; the panels' titles begin with it.
        quantiles: As for `quantiles_panel`.
        scope: As for `mean_panel`.
        window: As for `mean_panel`.
        native: As for `mean_panel`.
        unit: As for `mean_panel`.
        datasource: As for `mean_panel`.
    """
    lines = quantiles_panel(
        histogram,
        title=f"{title}: quantiles",
        quantiles=quantiles,
        scope=scope,
        window=window,
        native=native,
        unit=unit,
        datasource=datasource,
    )
    cells = heatmap_panel(
        histogram,
        title=f"{title}: distribution",
        scope=scope,
        window=window,
        native=native,
        unit=unit,
        datasource=datasource,
    )
    return [lines, cells]
