from grafanalib.core import (
    Dashboard,
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
    refresh="30s",
    templating=Templating(
        list=[
            Template(
                name="shop",
                query='label_values(orders_total{env="production"}, shop)',
                includeAll=True,
            )
        ]
    ),
    panels=[
        Stat(title="Shops", targets=[Target(expr="count(group by (shop) (orders_total))")]),
        TimeSeries(
            title="Orders a second",
            unit="reqps",
            targets=[
                Target(
                    expr='sum by (shop) (rate(orders_total{env="production",shop=~"$shop"}[5m]))'
                )
            ],
        ),
        RowPanel(title="Payment"),
        Graph(title="Time to pay", targets=[Target(expr="payment_seconds")]),
        Stat(
            title="Failed",
            format="percentunit",
            thresholds=[Threshold("green", 0, 0.0), Threshold("red", 1, 0.02)],
            targets=[Target(expr="sum(rate(orders_failed_total[5m]))")],
        ),
    ],
)
