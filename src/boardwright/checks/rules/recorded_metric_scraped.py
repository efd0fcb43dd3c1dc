"""A recording rule has the name of a metric that a target exports.

## Reported cases
`check` reports a recording rule whose name is also the name of a scraped metric. This check runs
only with `--metrics`. A recording rule is not reported if Prometheus has no metadata for the name,
because the series with this name are then probably results of the recording rule.

## Why
The recorded series and the scraped series have the same name, so a sum adds the values of both.

## Bad
A rule file contains `record: http_requests_total`, and a target also exports `http_requests_total`.

## Good
A rule file contains `record: job:http_requests:rate5m`. Prometheus reserves names with colons for
recording rules.

## Source
The page [Recording rules: naming](https://prometheus.io/docs/practices/rules/#naming) recommends
names with colons. The page [Metric
names](https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels) reserves colons for
recording rules.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import ConfigurationView, Finding, PlaceAt, rule


@rule(
    id="recorded-metric-scraped",
    group="alerts",
    severity="error",
    looks_at=ConfigurationView,
    needs_metrics=True,
)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    catalogue = configuration.settings.catalogue
    for each in configuration.rules if catalogue else ():
        metric = catalogue.find_metric(each.name) if catalogue and each.records else None
        if metric is not None and metric.type != "unknown":
            yield Finding(
                what=f"the {each.called} has the name of a metric that a target exports",
                fix="Give the recording rule a name of the form level:metric:operations.",
                at=PlaceAt(each.place),
                expression=each.expression,
            )
