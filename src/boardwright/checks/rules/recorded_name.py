"""A recording rule whose name is not `level:metric:operations`.

## Reported cases
Names that do not have two colons. The level may be empty, and so may the operations.

## Why
The name alone shows which labels are left, what is measured and what was computed. Colons also keep
recorded series apart from scraped metrics, which must not have any.

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
                what=f"the {each.called} is not named level:metric:operations",
                fix="Name the labels that are left, the metric, and what was computed.",
                at=PlaceAt(each.place),
                expression=each.expression,
            )
