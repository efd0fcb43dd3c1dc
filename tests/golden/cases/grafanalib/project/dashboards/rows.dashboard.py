"""Old rows, graphs and single stats, as boards of years ago have them."""

from grafanalib import core as G

dashboard = G.Dashboard(
    title="Rows",
    sharedCrosshair=True,
    rows=[
        G.Row(
            title="Requests",
            panels=[
                G.Graph(
                    title="Rate",
                    dataSource="Prometheus",
                    stack=True,
                    fill=10,
                    lineWidth=0,
                    nullPointMode=G.NULL_AS_ZERO,
                    yAxes=G.single_y_axis(format=G.OPS_FORMAT, min=0),
                    legend=G.Legend(alignAsTable=True, rightSide=True, max=True, current=True),
                    seriesOverrides=[G.SeriesOverride(alias="/5../", color="#E24D42", yaxis=2)],
                    targets=[
                        G.Target(expr="sum by (code) (rate(http_requests_total[1m]))", refId="A"),
                    ],
                ),
                G.SingleStat(
                    title="Errors",
                    dataSource="Prometheus",
                    format=G.PERCENT_UNIT_FORMAT,
                    colorBackground=True,
                    thresholds="0.01,0.05",
                    sparkline=G.SparkLine(show=True),
                    targets=[G.Target(expr="job:errors:ratio", refId="A")],
                ),
            ],
        ),
        G.Row(
            title="Details",
            collapse=True,
            panels=[G.Graph(title="Inside", dataSource="Prometheus")],
        ),
    ],
).auto_panel_ids()
