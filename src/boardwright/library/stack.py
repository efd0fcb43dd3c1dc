"""Rows for a board about the monitoring system: scrape targets, Prometheus and Grafana."""

from __future__ import annotations

from typing import Any

from boardwright.library import grafana_server as grafana
from boardwright.library import prometheus_server as prometheus
from boardwright.library import scrapes, system
from boardwright.library.definitions import RowDefinition
from boardwright.library.largest import top_over_range_panel
from boardwright.library.processes import process_panels
from boardwright.library.red import red_row
from boardwright.library.rows import across
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.promql import re


def overview(*, targets: Scope = EVERYTHING, server: Scope = EVERYTHING) -> list[Any]:
    """Return stat panels about Prometheus and its targets, which fill one line of the board.

    Args:
        targets: The scope that selects the targets.
        server: The scope that selects Prometheus itself.
    """
    numbers = [
        system.down_stat(title="Targets down", scope=targets),
        prometheus.configuration_stat(scope=server),
        prometheus.series_stat(scope=server),
        prometheus.samples_stat(scope=server),
    ]
    return across(numbers, height=4)


def grafana_requests_row(*, scope: Scope = EVERYTHING, collapsed: bool = False) -> list[Any]:
    """Return a row with the rate, errors and duration of the requests to Grafana."""
    return red_row(
        title="Grafana: requests",
        requests=grafana.REQUESTS,
        errors={"status_code": re("5..")},
        duration=grafana.DURATION,
        scope=prometheus.with_default_window(scope),
        collapsed=collapsed,
    )


targets_row = RowDefinition(
    "Targets",
    lambda scope: [
        system.up_panel(title="Targets up", scope=scope),
        scrapes.scrape_duration_panel(scope=scope),
        scrapes.scrape_samples_panel(scope=scope),
        scrapes.new_series_panel(scope=scope),
    ],
    widths=(9, 5, 5, 5),
)

prometheus_row = RowDefinition(
    "Prometheus",
    lambda scope: [
        prometheus.series_panel(scope=scope),
        prometheus.query_duration_panel(scope=scope),
        prometheus.api_duration_panel(scope=scope),
        *process_panels(name="Prometheus", scope=scope),
    ],
    per_line=3,
)

rules_row = RowDefinition(
    "Rules",
    lambda scope: [
        prometheus.rule_evaluations_panel(scope=scope),
        prometheus.rule_failures_panel(scope=scope),
        prometheus.rule_groups_panel(scope=scope),
        prometheus.notifications_panel(scope=scope),
    ],
)

grafana_row = RowDefinition(
    "Grafana: server",
    lambda scope: [
        top_over_range_panel(
            5,
            grafana.REQUESTS,
            title="Busiest handlers",
            by="handler",
            scope=prometheus.with_default_window(scope),
        ),
        grafana.in_flight_panel(scope=scope),
        grafana.database_panel(scope=scope),
        *process_panels(name="Grafana", scope=scope),
    ],
    per_line=3,
)

grafana_alerts_row = RowDefinition(
    "Grafana: alerts",
    lambda scope: [
        grafana.alerts_panel(scope=scope),
        grafana.alert_rules_panel(scope=scope),
        grafana.scheduler_panel(scope=scope),
    ],
)
