"""The rows of a board about the monitoring itself: targets, Prometheus, Grafana."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from boardwright.library import grafana_server as grafana
from boardwright.library import prometheus_server as prometheus
from boardwright.library import scrapes, system
from boardwright.library.largest import top_over_range_panel
from boardwright.library.processes import process_panels
from boardwright.library.red import red_row
from boardwright.library.rows import across, row
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.promql import re

if TYPE_CHECKING:
    from boardwright.promql.durations import DurationLike

WINDOW = prometheus.WINDOW


def overview(
    *,
    targets: Scope = EVERYTHING,
    server: Scope = EVERYTHING,
    datasource: str | None = None,
) -> list[Any]:
    """Return a line of numbers about Prometheus and its targets.

    Args:
        targets: Which targets.
        server: Which Prometheus.
        datasource: The data source's name or uid; the project's default otherwise.
    """
    numbers = [
        system.down_stat(title="Targets down", scope=targets, datasource=datasource),
        prometheus.configuration_stat(scope=server, datasource=datasource),
        prometheus.series_stat(scope=server, datasource=datasource),
        prometheus.samples_stat(scope=server, datasource=datasource),
    ]
    return across(numbers, height=4)


def targets_row(
    *, scope: Scope = EVERYTHING, collapsed: bool = False, datasource: str | None = None
) -> list[Any]:
    """Return a row: when each target was up, how long its scrapes take, what they bring."""
    panels = [
        system.up_panel(title="Targets up", scope=scope, datasource=datasource),
        scrapes.scrape_duration_panel(scope=scope, datasource=datasource),
        scrapes.scrape_samples_panel(scope=scope, datasource=datasource),
        scrapes.new_series_panel(scope=scope, datasource=datasource),
    ]
    return row("Targets", panels, widths=(9, 5, 5, 5), collapsed=collapsed)


def prometheus_row(
    *,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = WINDOW,
    collapsed: bool = False,
    datasource: str | None = None,
) -> list[Any]:
    """Return a row: series in memory, how long queries take, the process itself."""
    panels = [
        prometheus.series_panel(scope=scope, datasource=datasource),
        prometheus.query_duration_panel(scope=scope, datasource=datasource),
        prometheus.api_duration_panel(scope=scope, window=window, datasource=datasource),
        *process_panels(name="Prometheus", scope=scope, datasource=datasource),
    ]
    return row("Prometheus", panels, per_line=3, collapsed=collapsed)


def rules_row(
    *,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = WINDOW,
    collapsed: bool = False,
    datasource: str | None = None,
) -> list[Any]:
    """Return a row: rules evaluated and failed, slow groups, alerts that were not sent."""
    panels = [
        prometheus.rule_evaluations_panel(scope=scope, window=window, datasource=datasource),
        prometheus.rule_failures_panel(scope=scope, window=window, datasource=datasource),
        prometheus.rule_groups_panel(scope=scope, datasource=datasource),
        prometheus.notifications_panel(scope=scope, window=window, datasource=datasource),
    ]
    return row("Rules", panels, collapsed=collapsed)


def grafana_requests_row(
    *,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = WINDOW,
    collapsed: bool = False,
    datasource: str | None = None,
) -> list[Any]:
    """Return a row: rate, errors and duration of the requests that Grafana answers."""
    return red_row(
        title="Grafana: requests",
        requests=grafana.REQUESTS,
        errors={"status_code": re("5..")},
        duration=grafana.DURATION,
        scope=scope,
        window=window,
        collapsed=collapsed,
        datasource=datasource,
    )


def grafana_row(
    *,
    scope: Scope = EVERYTHING,
    window: DurationLike | None = WINDOW,
    collapsed: bool = False,
    datasource: str | None = None,
) -> list[Any]:
    """Return a row: busiest handlers, requests in flight, alerts, the database, the process."""
    busiest = top_over_range_panel(
        5,
        grafana.REQUESTS,
        title="Busiest handlers",
        by="handler",
        scope=scope,
        window=window,
        datasource=datasource,
    )
    panels = [
        busiest,
        grafana.in_flight_panel(scope=scope, datasource=datasource),
        grafana.database_panel(scope=scope, datasource=datasource),
        *process_panels(name="Grafana", scope=scope, datasource=datasource),
    ]
    return row("Grafana: server", panels, per_line=3, collapsed=collapsed)


def grafana_alerts_row(
    *, scope: Scope = EVERYTHING, collapsed: bool = False, datasource: str | None = None
) -> list[Any]:
    """Return a row: alert instances by state, rules, and whether they are evaluated in time."""
    panels = [
        grafana.alerts_panel(scope=scope, datasource=datasource),
        grafana.alert_rules_panel(scope=scope, datasource=datasource),
        grafana.scheduler_panel(scope=scope, datasource=datasource),
    ]
    return row("Grafana: alerts", panels, collapsed=collapsed)
