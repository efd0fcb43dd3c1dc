from grafanalib.core import (
    Dashboard,
    DataLink,
    Graph,
    RowPanel,
    Stat,
    Target,
    Template,
    Templating,
    Threshold,
    TimeSeries,
)

dashboard = Dashboard(
    title="Orders",
    uid="orders",
    refresh="1m",
    templating=Templating(
        list=[Template(name="shop", query="label_values(orders_total, shop)", includeAll=True)]
    ),
    links=[DataLink(title="Runbook", linkUrl="https://example.org/orders")],
    panels=[
        TimeSeries(
            title="Orders",
            unit="ops",
            targets=[Target(expr='sum by (shop) (rate(orders_total{shop=~"$shop"}[5m]))')],
        ),
        Stat(
            title="Failed",
            format="percentunit",
            thresholds=[Threshold("green", 0, 0.0), Threshold("red", 1, 0.05)],
            targets=[Target(expr="sum(rate(orders_failed_total[5m]))")],
        ),
        RowPanel(title="Payment"),
        Graph(title="Time to pay", targets=[Target(expr="payment_seconds")]),
        TimeSeries(title="Refunds", targets=[Target(expr="sum(rate(refunds_total[5m]))")]),
    ],
)
