"""Panels about the scrapes of Prometheus: duration, samples, and new series."""

from __future__ import annotations

from grafanalib import formatunits as units

from boardwright.library.definitions import PanelDefinition
from boardwright.library.lines import timeseries
from boardwright.library.queries import query
from boardwright.promql import sum_

LEGEND = "{{job}} {{instance}}"

scrape_duration_panel = PanelDefinition(
    timeseries,
    title="Scrape duration",
    queries=lambda scope: [query(scope.metric("scrape_duration_seconds"), LEGEND)],
    unit=units.SECONDS,
    minimum=0,
    description="A scrape that takes longer than its timeout leaves a gap.",
)

scrape_samples_panel = PanelDefinition(
    timeseries,
    title="Samples per scrape",
    queries=lambda scope: [query(scope.metric("scrape_samples_post_metric_relabeling"), LEGEND)],
    unit=units.SHORT,
    minimum=0,
    description="Number of samples after relabelling. A jump means that a target exposes more "
    "series.",
)

new_series_panel = PanelDefinition(
    timeseries,
    title="New series per scrape",
    queries=lambda scope: [query(sum_(scope.metric("scrape_series_added"), by="job"), "{{job}}")],
    unit=units.SHORT,
    minimum=0,
    description="If new series appear all the time, a label has values that never repeat. The "
    "new series fill the memory of Prometheus.",
)
