"""The board about machines, with metrics of node-exporter."""

from grafanalib.core import (
    GRAPH_TOOLTIP_MODE_SHARED_CROSSHAIR,
    Dashboard,
    Templating,
    Time,
)

from boardwright.library import Scope, board_link, label_variable, node
from boardwright.promql import metric, re

folder = "Stack"

scope = Scope(job="$job", instance=re("$instance"))

dashboard = Dashboard(
    title="Nodes",
    uid="node",
    description="CPU, memory, disks and network of the machines that node-exporter runs on.",
    tags=["prometheus", "node"],
    timezone="browser",
    refresh="10s",
    time=Time("now-1h", "now"),
    graphTooltip=GRAPH_TOOLTIP_MODE_SHARED_CROSSHAIR,
    links=[
        board_link("Prometheus 101", "prometheus-101", tooltip="How these graphs are made"),
        board_link("Containers", "containers", variables=False),
        board_link("Stack", "stack"),
    ],
    templating=Templating(
        list=[
            label_variable("job", metric("node_uname_info"), label="Job"),
            label_variable(
                "instance", metric("node_uname_info", job="$job"), label="Machine", multi=True
            ),
        ]
    ),
    panels=[
        *node.overview(scope=scope),
        *node.cpu_row(scope=scope),
        *node.memory_row(scope=scope),
        *node.filesystem_row(scope=scope, collapsed=True),
        *node.disk_row(scope=scope, collapsed=True),
        *node.network_row(scope=scope, collapsed=True),
        *node.system_row(scope=scope, collapsed=True),
    ],
)
