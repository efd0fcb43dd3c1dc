"""Panels about Grafana itself: requests, alert rules, and the database."""

from __future__ import annotations

from grafanalib import formatunits as units

from boardwright.library.definitions import PanelDefinition
from boardwright.library.lines import timeseries
from boardwright.library.queries import query
from boardwright.library.steps import thresholds
from boardwright.promql import sum_

REQUESTS = "grafana_http_request_duration_seconds_count"
DURATION = "grafana_http_request_duration_seconds"

in_flight_panel = PanelDefinition(
    timeseries,
    title="Requests in flight",
    queries=lambda scope: [
        query(scope.metric("grafana_http_request_in_flight"), "{{instance}}"),
    ],
    unit=units.SHORT,
    minimum=0,
    description="If a line rises and stays high, a data source or Grafana's database is slow.",
)

alerts_panel = PanelDefinition(
    timeseries,
    title="Alert instances by state",
    queries=lambda scope: [
        query(sum_(scope.metric("grafana_alerting_alerts"), by="state"), "{{state}}")
    ],
    unit=units.SHORT,
    minimum=0,
    description="In the state error, the query of the rule failed. In the state nodata, the query "
    "returned no data.",
)

alert_rules_panel = PanelDefinition(
    timeseries,
    title="Alert rules",
    queries=lambda scope: [
        query(sum_(scope.metric("grafana_alerting_schedule_alert_rules")), "rules")
    ],
    unit=units.SHORT,
    minimum=0,
)

scheduler_panel = PanelDefinition(
    timeseries,
    title="Alert scheduler behind",
    queries=lambda scope: [
        query(scope.metric("grafana_alerting_scheduler_behind_seconds"), "{{instance}}")
    ],
    unit=units.SECONDS,
    minimum=0,
    steps=thresholds(orange=10, red=60),
    description="Grafana evaluates alert rules with this delay, so alerts fire late.",
)

database_panel = PanelDefinition(
    timeseries,
    title="Database connections",
    queries=lambda scope: [
        query(scope.metric("grafana_database_conn_open"), "{{instance}} open"),
        query(scope.metric("grafana_database_conn_in_use"), "{{instance}} in use"),
    ],
    unit=units.SHORT,
    minimum=0,
)
