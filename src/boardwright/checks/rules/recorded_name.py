"""The name of a recording rule does not have the form `level:metric:operations`.

## Reported cases
`check` reports a recording rule whose name does not have exactly two colons. The level and the
operations may be empty.

## Why
A name of the form `level:metric:operations` shows which labels the result has, which metric it
comes from, and how it was computed. Colons also distinguish recorded series from scraped metrics,
whose names must not contain colons.

## Bad
```yaml
groups:
  - name: node
    rules:
      - record: node_cpu_usage
        expr: 1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))
```

## Good
```yaml
groups:
  - name: node
    rules:
      - record: instance:node_cpu_usage:ratio
        expr: 1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m]))
```

## Source
[Recording rules: naming](https://prometheus.io/docs/practices/rules/#naming)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import ConfigurationView, Finding, PlaceAt, rule

_COLONS = 2


@rule(
    id="recorded-name",
    group="alerts",
    severity="info",
    looks_at=ConfigurationView,
    profiles=("strict",),
)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    for each in configuration.rules:
        if each.records and each.name.count(":") != _COLONS:
            yield Finding(
                what=f"the name of the {each.called} is not of the form level:metric:operations",
                fix="Write the remaining labels, the metric and the operations with colons between "
                "them, as in instance:node_load1:avg5m.",
                at=PlaceAt(each.place),
                expression=each.expression,
            )
