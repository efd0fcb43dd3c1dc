"""The board about the monitoring stack itself: its targets, Prometheus and Grafana."""

from typing import Any

from grafanalib import formatunits as units
from grafanalib.core import (
    GRAPH_TOOLTIP_MODE_SHARED_CROSSHAIR,
    Dashboard,
    Templating,
    Time,
)
from rules.stack import cpu_usage, filesystem_usage, memory_usage, rule_failures

from boardwright.library import (
    Scope,
    board_link,
    label_variable,
    query,
    row,
    stack,
    timeseries,
)
from boardwright.promql import metric, re

folder = "Stack"

targets = Scope(job=re("$targets"))
prometheus = Scope(job="$prometheus")
grafana = Scope(job="$grafana")

RATIO: dict[str, Any] = {"unit": units.PERCENT_UNIT, "minimum": 0, "maximum": 1}
watched = [
    timeseries(title="CPU usage", queries=[query(cpu_usage, "{{instance}}")], **RATIO),
    timeseries(title="Memory used", queries=[query(memory_usage, "{{instance}}")], **RATIO),
    timeseries(
        title="File systems used",
        queries=[query(filesystem_usage, "{{instance}} {{mountpoint}}")],
        **RATIO,
    ),
    timeseries(
        title="Failed rule evaluations",
        queries=[query(rule_failures, "{{rule_group}}")],
        unit=units.SHORT,
    ),
]

dashboard = Dashboard(
    title="Stack",
    uid="stack",
    description="The health of the monitoring itself: targets, Prometheus, Grafana.",
    tags=["prometheus", "stack"],
    timezone="browser",
    refresh="10s",
    time=Time("now-1h", "now"),
    graphTooltip=GRAPH_TOOLTIP_MODE_SHARED_CROSSHAIR,
    links=[
        board_link("Prometheus 101", "prometheus-101", tooltip="How these graphs are made"),
        board_link("Nodes", "node"),
        board_link("Containers", "containers"),
    ],
    templating=Templating(
        list=[
            label_variable("targets", metric("up"), of="job", label="Targets", multi=True),
            label_variable(
                "prometheus", metric("prometheus_build_info"), of="job", label="Prometheus"
            ),
            label_variable("grafana", metric("grafana_build_info"), of="job", label="Grafana"),
        ]
    ),
    panels=[
        *stack.overview(targets=targets, server=prometheus),
        *row("Alerts", watched),
        *stack.targets_row(scope=targets),
        *stack.prometheus_row(scope=prometheus),
        *stack.rules_row(scope=prometheus, collapsed=True),
        *stack.grafana_requests_row(scope=grafana),
        *stack.grafana_row(scope=grafana, collapsed=True),
        *stack.grafana_alerts_row(scope=grafana, collapsed=True),
    ],
)
