"""One of each of grafanalib's panels that people use most, with its defaults as they come."""

from grafanalib import core as G


def up(**kwargs):
    return [G.Target(expr="up", legendFormat="{{job}}", **kwargs)]


dashboard = G.Dashboard(
    title="Panels",
    templating=G.Templating(
        list=[G.Template(name="job", query="label_values(up, job)", dataSource="Prometheus")]
    ),
    panels=[
        G.TimeSeries(title="Time series", targets=up()),
        G.Stat(title="Stat", targets=up()),
        G.GaugePanel(title="Gauge", targets=up(instant=True)),
        G.BarGauge(title="Bar gauge", targets=up()),
        G.Table(title="Table", targets=up(format="table", instant=True)),
        G.Heatmap(title="Heatmap", dataFormat="tsbuckets", targets=up()),
        G.PieChartv2(title="Pie chart", targets=up()),
        G.BarChart(title="Bar chart", targets=up()),
        G.StateTimeline(title="State timeline", targets=up()),
        G.Histogram(title="Histogram", targets=up()),
        G.Text(title="Text", content="# Words", mode="markdown"),
        G.Logs(title="Logs", dataSource="Logs", targets=[{"expr": '{job="x"}', "refId": "A"}]),
        G.DashboardList(title="Dashboards", searchTags=["x"]),
    ],
)
