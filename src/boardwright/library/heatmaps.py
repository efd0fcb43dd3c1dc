"""Heatmaps: how many observations fell into which bucket, over time."""

from __future__ import annotations

from collections.abc import Sequence

from grafanalib.core import Heatmap, Target, YAxis

from boardwright.library.options import given


def heatmap(
    *,
    title: str,
    queries: Sequence[Target],
    unit: str,
    description: str | None = None,
    datasource: str | None = None,
) -> Heatmap:
    """Return a heatmap of buckets that Prometheus has already counted.

    Args:
        title: The panel's title.
        queries: What to ask, with `format="heatmap"`: a series a bucket and `{{le}}` as their
            legend, or one native histogram.
        unit: The unit of the buckets' bounds: one of `grafanalib.formatunits`.
        description: What the reader should know at three in the morning.
        datasource: The data source's name or uid; the project's default otherwise.
    """
    return Heatmap(
        title=title,
        targets=list(queries),
        dataFormat="tsbuckets",
        hideZeroBuckets=True,
        legend={"show": True},
        yAxis=YAxis(format=unit),
        **given(description=description, dataSource=datasource),
    )
