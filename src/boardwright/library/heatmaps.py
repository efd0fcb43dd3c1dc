"""Heatmaps: the observations in each bucket over time."""

from __future__ import annotations

from collections.abc import Sequence

from grafanalib.core import Heatmap, Target, YAxis

from boardwright.library.options import drop_none


def heatmap(
    *,
    title: str,
    queries: Sequence[Target],
    unit: str,
    description: str | None = None,
    datasource: str | None = None,
) -> Heatmap:
    """Return a heatmap of buckets that Prometheus has counted.

    Args:
        title: The panel's title.
        queries: Queries with `format="heatmap"`: one series per bucket with the legend `{{le}}`, or
            one native histogram.
        unit: The unit of the bucket bounds, from `grafanalib.formatunits`.
        description: The panel's description.
        datasource: The name or uid of the data source; the project's default when None.
    """
    return Heatmap(
        title=title,
        targets=list(queries),
        dataFormat="tsbuckets",
        hideZeroBuckets=True,
        legend={"show": True},
        yAxis=YAxis(format=unit),
        **drop_none(description=description, dataSource=datasource),
    )
