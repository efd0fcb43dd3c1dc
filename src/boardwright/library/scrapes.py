"""How Prometheus gets along with its targets: up, how long a scrape takes, how much it brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library.lines import timeseries
from boardwright.library.queries import query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.promql import sum_

if TYPE_CHECKING:
    from grafanalib.core import TimeSeries

LEGEND = "{{job}} {{instance}}"


def scrape_duration_panel(
    *, title: str = "Scrape duration", scope: Scope = EVERYTHING, datasource: str | None = None
) -> TimeSeries:
    """Return how long each target takes to answer."""
    return timeseries(
        title=title,
        queries=[query(scope.metric("scrape_duration_seconds"), LEGEND)],
        unit=units.SECONDS,
        minimum=0,
        description="A scrape that takes longer than its timeout leaves a gap.",
        datasource=datasource,
    )


def scrape_samples_panel(
    *, title: str = "Samples per scrape", scope: Scope = EVERYTHING, datasource: str | None = None
) -> TimeSeries:
    """Return how many samples each target brings."""
    return timeseries(
        title=title,
        queries=[query(scope.metric("scrape_samples_post_metric_relabeling"), LEGEND)],
        unit=units.SHORT,
        minimum=0,
        description="What is kept after relabelling. A jump is a target that began to tell more.",
        datasource=datasource,
    )


def new_series_panel(
    *,
    title: str = "New series per scrape",
    scope: Scope = EVERYTHING,
    datasource: str | None = None,
) -> TimeSeries:
    """Return how many series were not there in the scrape before, by job."""
    return timeseries(
        title=title,
        queries=[query(sum_(scope.metric("scrape_series_added"), by="job"), "{{job}}")],
        unit=units.SHORT,
        minimum=0,
        description="Steady new series are labels that never repeat: they fill the memory.",
        datasource=datasource,
    )
