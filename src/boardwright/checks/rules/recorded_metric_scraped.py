"""A recording rule has the name of a metric that a target exports.

## Reported cases
Recording rules whose name is also the name of a scraped metric. The rule runs only with
`--metrics`. A rule is not reported if Prometheus has no metadata for the name, because the series
with this name are then probably results of the rule.

## Why
The recorded series and the scraped series have the same name, so a sum adds the values of both.

## Bad
`record: http_requests_total`, if a target also exports `http_requests_total`.

## Good
`record: job:http_requests:rate5m`. Names with colons are reserved for recording rules.

## Source
[Recording rules: naming](https://prometheus.io/docs/practices/rules/#naming);
[metric names](https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels): "The colons
are reserved for user-defined recording rules."
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
                fix="Rename the rule to level:metric:operations.",
                at=PlaceAt(each.place),
                expression=each.expression,
            )
