"""A recording rule has the name of a scraped metric.

## Reported cases
With `--metrics`: a recording rule whose name a target exports. The series of a Prometheus that has
no metadata for the name are taken for the rule's own.

## Why
The recorded series and the scraped series mix under one name, and a sum counts both.

## Bad
`record: http_requests_total`, and a target that exports `http_requests_total`.

## Good
`record: job:http_requests:rate5m`: names with colons are reserved for recording rules.

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
        metric = catalogue.metric(each.name) if catalogue and each.records else None
        if metric is not None and metric.type != "unknown":
            yield Finding(
                what=f"the {each.called} has the name of a metric that a target exports",
                fix="Name it level:metric:operations.",
                at=PlaceAt(each.place),
                expression=each.expression,
            )
