"""Heatmap panels, which show the number of observations in each bucket over time."""

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
    """Return a heatmap panel for the buckets of a Prometheus histogram.

    Args:
        title: The panel's title.
        queries: Queries with `format="heatmap"`. The queries return a native histogram, or one
            series for each bucket with the legend `{{le}}`.
        unit: The unit of the bucket boundaries, from `grafanalib.formatunits`.
        description: The panel's description.
        datasource: Name or uid of the data source; None for the project's default.
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
