"""Panels about a histogram: the mean and quantiles as lines, and the buckets as a heatmap."""

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

    from boardwright.library.queries import LabelNames

QUANTILES = (0.5, 0.9, 0.99)
"""The default quantiles: the median, and the 90th and 99th percentile."""


def mean_panel(
    histogram: str,
    *,
    title: str,
    scope: Scope = EVERYTHING,
    by: LabelNames = (),
    native: bool = False,
    unit: str = units.SECONDS,
    steps: Sequence[Threshold] = (),
    description: str | None = None,
) -> TimeSeries:
    """Return a graph of the mean, with one line for each group of series.

    Args:
        histogram: Name of a histogram or summary, without the suffix `_sum`.
        title: The panel's title.
        scope: Label matchers, window and data source of the query.
        by: The labels by which the series are grouped, as in PromQL's `by (…)`.
        native: Whether the metric is a native histogram.
        unit: The unit of the observed values, from `grafanalib.formatunits`.
        steps: The thresholds; see `thresholds`.
        description: The panel's description.
    """
    expr = mean(histogram, scope=scope, by=by, native=native)
    return timeseries(
        title=title,
        queries=[query(expr, legend_of(by) or "mean")],
        unit=unit,
        minimum=0,
        steps=steps,
        description=description,
        datasource=scope.datasource,
    )


def quantiles_panel(
    histogram: str,
    *,
    title: str,
    quantiles: Sequence[float] = QUANTILES,
    scope: Scope = EVERYTHING,
    by: LabelNames = (),
    native: bool = False,
    unit: str = units.SECONDS,
    steps: Sequence[Threshold] = (),
    description: str | None = None,
) -> TimeSeries:
    """Return a graph with one line for each quantile and each group of series.

    Args:
        histogram: Name of the histogram, without `_bucket`.
        title: The panel's title.
        quantiles: The quantiles, from 0 to 1.
        scope: Label matchers, window and data source of the queries.
        by: The labels by which the series are grouped, as in PromQL's `by (…)`.
        native: Whether the metric is a native histogram.
        unit: The unit of the observed values, from `grafanalib.formatunits`.
        steps: The thresholds; see `thresholds`.
        description: The panel's description.
    """
    exprs = {
        f"p{q * 100:g}": quantile(q, histogram, scope=scope, by=by, native=native)
        for q in quantiles
    }
    return timeseries(
        title=title,
        queries=[query(expr, legend_of(by, prefix=name)) for name, expr in exprs.items()],
        unit=unit,
        minimum=0,
        steps=steps,
        description=description,
        datasource=scope.datasource,
    )


def heatmap_panel(
    histogram: str,
    *,
    title: str,
    scope: Scope = EVERYTHING,
    native: bool = False,
    unit: str = units.SECONDS,
    description: str | None = None,
) -> Heatmap:
    """Return a heatmap of the buckets over time.

    A heatmap shows details that quantiles hide, such as two peaks.

    Args:
        histogram: Name of the histogram, without `_bucket`.
        title: The panel's title.
        scope: Label matchers, window and data source of the query.
        native: Whether the metric is a native histogram.
        unit: The unit of the observed values, from `grafanalib.formatunits`.
        description: The panel's description.
    """
    expr = buckets(histogram, scope=scope, native=native)
    legend = None if native else "{{le}}"
    return heatmap(
        title=title,
        queries=[query(expr, legend, format="heatmap")],
        unit=unit,
        description=description,
        datasource=scope.datasource,
    )


def distribution(
    histogram: str,
    *,
    title: str,
    quantiles: Sequence[float] = QUANTILES,
    scope: Scope = EVERYTHING,
    native: bool = False,
    unit: str = units.SECONDS,
) -> list[TimeSeries | Heatmap]:
    """Return two panels for the same row: the quantiles and the heatmap of a histogram.

    Args:
        histogram: Name of the histogram, without `_bucket`.
        title: The name of the observed values. The titles of both panels begin with this name.
        quantiles: The quantiles, from 0 to 1.
        scope: Label matchers, window and data source of the queries.
        native: Whether the metric is a native histogram.
        unit: The unit of the observed values, from `grafanalib.formatunits`.
    """
    lines = quantiles_panel(
        histogram,
        title=f"{title}: quantiles",
        quantiles=quantiles,
        scope=scope,
        native=native,
        unit=unit,
    )
    cells = heatmap_panel(
        histogram,
        title=f"{title}: distribution",
        scope=scope,
        native=native,
        unit=unit,
    )
    return [lines, cells]
