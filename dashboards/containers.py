"""The board about containers, with metrics of cAdvisor."""

from grafanalib.core import (
    GRAPH_TOOLTIP_MODE_SHARED_CROSSHAIR,
    Dashboard,
    Templating,
    Time,
)

from boardwright.library import Scope, board_link, containers, label_variable
from boardwright.promql import metric, ne, re

folder = "Stack"

scope = Scope(job="$job", instance=re("$instance"), name=re("$name"))

dashboard = Dashboard(
    title="Containers",
    uid="containers",
    description="CPU, memory, network and disk of containers, by name; by control group otherwise.",
    tags=["prometheus", "containers"],
    timezone="browser",
    refresh="10s",
    time=Time("now-1h", "now"),
    graphTooltip=GRAPH_TOOLTIP_MODE_SHARED_CROSSHAIR,
    links=[board_link("Nodes", "node", variables=False), board_link("Stack", "stack")],
    templating=Templating(
        list=[
            label_variable("job", metric("cadvisor_version_info"), label="Job"),
            label_variable(
                "instance", metric("cadvisor_version_info", job="$job"), label="Host", multi=True
            ),
            label_variable(
                "name",
                metric("container_last_seen", job="$job", instance=re("$instance"), name=ne("")),
                label="Container",
                multi=True,
                all_value=".*",
            ),
        ]
    ),
    panels=[
        *containers.overview(scope=scope),
        *containers.cpu_row(scope=scope),
        *containers.memory_row(scope=scope),
        *containers.restarts_row(scope=scope),
        *containers.network_row(scope=scope, collapsed=True),
        *containers.disk_row(scope=scope, collapsed=True),
    ],
)
