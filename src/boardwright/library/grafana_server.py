"""Grafana's own health: requests, alert rules, its database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grafanalib import formatunits as units

from boardwright.library.lines import timeseries
from boardwright.library.queries import query
from boardwright.library.scope import EVERYTHING, Scope
from boardwright.library.steps import thresholds
from boardwright.promql import sum_

if TYPE_CHECKING:
    from grafanalib.core import TimeSeries

REQUESTS = "grafana_http_request_duration_seconds_count"
DURATION = "grafana_http_request_duration_seconds"


def in_flight_panel(
    *, title: str = "Requests in flight", scope: Scope = EVERYTHING, datasource: str | None = None
) -> TimeSeries:
    """Return how many requests Grafana is working on."""
    return timeseries(
        title=title,
        queries=[query(scope.metric("grafana_http_request_in_flight"), "{{instance}}")],
        unit=units.SHORT,
        minimum=0,
        description="A line that rises and stays is something slow behind: data source, database.",
        datasource=datasource,
    )


def alerts_panel(
    *,
    title: str = "Alert instances by state",
    scope: Scope = EVERYTHING,
    datasource: str | None = None,
) -> TimeSeries:
    """Return how many instances of Grafana's alert rules are in each state."""
    expr = sum_(scope.metric("grafana_alerting_alerts"), by="state")
    return timeseries(
        title=title,
        queries=[query(expr, "{{state}}")],
        unit=units.SHORT,
        minimum=0,
        description="error and nodata: the rule's query failed, or had nothing to say.",
        datasource=datasource,
    )


def alert_rules_panel(
    *, title: str = "Alert rules", scope: Scope = EVERYTHING, datasource: str | None = None
) -> TimeSeries:
    """Return how many alert rules Grafana evaluates."""
    expr = sum_(scope.metric("grafana_alerting_schedule_alert_rules"))
    return timeseries(
        title=title,
        queries=[query(expr, "rules")],
        unit=units.SHORT,
        minimum=0,
        datasource=datasource,
    )


def scheduler_panel(
    *,
    title: str = "Alert scheduler behind",
    scope: Scope = EVERYTHING,
    datasource: str | None = None,
) -> TimeSeries:
    """Return how late Grafana's rules are evaluated."""
    return timeseries(
        title=title,
        queries=[query(scope.metric("grafana_alerting_scheduler_behind_seconds"), "{{instance}}")],
        unit=units.SECONDS,
        minimum=0,
        steps=thresholds(orange=10, red=60),
        description="How late rules are evaluated: alerts are late by as much.",
        datasource=datasource,
    )


def database_panel(
    *, title: str = "Database connections", scope: Scope = EVERYTHING, datasource: str | None = None
) -> TimeSeries:
    """Return how many connections to Grafana's own database are open and in use."""
    states = {"open": "grafana_database_conn_open", "in use": "grafana_database_conn_in_use"}
    return timeseries(
        title=title,
        queries=[
            query(scope.metric(name), f"{{{{instance}}}} {state}") for state, name in states.items()
        ],
        unit=units.SHORT,
        minimum=0,
        datasource=datasource,
    )
