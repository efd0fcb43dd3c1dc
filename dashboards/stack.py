"""The board about the monitoring itself: its targets, Prometheus, Grafana."""

from grafanalib.core import (
    GRAPH_TOOLTIP_MODE_SHARED_CROSSHAIR,
    Dashboard,
    Templating,
    Time,
)

from boardwright.library import Scope, board_link, label_variable, stack
from boardwright.promql import metric, re

folder = "Stack"

targets = Scope(job=re("$targets"))
prometheus = Scope(job="$prometheus")
grafana = Scope(job="$grafana")

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
        *stack.targets_row(scope=targets),
        *stack.prometheus_row(scope=prometheus),
        *stack.rules_row(scope=prometheus, collapsed=True),
        *stack.grafana_requests_row(scope=grafana),
        *stack.grafana_row(scope=grafana, collapsed=True),
        *stack.grafana_alerts_row(scope=grafana, collapsed=True),
    ],
)
