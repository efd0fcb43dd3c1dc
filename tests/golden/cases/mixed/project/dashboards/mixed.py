"""A board of grafanalib that also holds a dict and a Foundation SDK builder, and expressions."""

from grafana_foundation_sdk.builders import timeseries
from grafanalib.core import Dashboard, GridPos, RowPanel, Target, TimeSeries

from boardwright.promql import avg, irate, metric, rate

idle = metric("node_cpu_seconds_total", mode="idle")
folder = "Mixed/Below"
tags = ["mixed"]

board = Dashboard(
    title="Mixed",
    uid="mixed",
    panels=[
        TimeSeries(title="Usage", targets=[Target(expr=100 - avg(irate(idle)) * 100)]),
        {"type": "stat", "title": "A dict", "targets": [{"expr": rate(idle, "5m")}]},
        timeseries.Panel().title("A builder").unit("percent"),
        RowPanel(
            title="Collapsed",
            collapsed=True,
            panels=[TimeSeries(title="Wide", gridPos=GridPos(h=10, w=24, x=None, y=None))],
        ),
    ],
)
