"""An alert waits for a shorter time than its group's interval.

## Reported cases
`for` that is longer than 0 and shorter than the interval of the group, where the file or the
project has the interval.

## Why
Prometheus looks at an alert once per interval. A shorter `for` is met at the second evaluation,
just like a `for` of one interval: the alert waits longer than its author wrote.

## Bad
```yaml
groups:
  - name: node
    interval: 1m
    rules:
      - alert: Down
        expr: up == 0
        for: 30s
        labels: {severity: critical}
        annotations: {summary: Down}
```

## Good
```yaml
groups:
  - name: node
    interval: 1m
    rules:
      - alert: Down
        expr: up == 0
        for: 2m
        labels: {severity: critical}
        annotations: {summary: Down}
```

## Source
[Alerting rules](https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/): `for`
is checked during each evaluation.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import ConfigurationView, Finding, PlaceAt, rule
from boardwright.notation.durations import shown


@rule(id="short-for", group="alerts", severity="warning", looks_at=ConfigurationView)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    for each in configuration.rules:
        if each.is_alert and each.wait and each.interval and each.wait < each.interval:
            yield Finding(
                what=f"the {each.called} waits {shown(each.wait)}, and is evaluated every"
                f" {shown(each.interval)}",
                fix=f"Write a `for` of two evaluations or more: {shown(2 * each.interval)}.",
                at=PlaceAt(each.place),
                expression=each.expression,
            )
