"""The waiting time of an alert is shorter than the evaluation interval of its group.

## Reported cases
A `for` that is longer than 0 and shorter than the interval of the rule group, if the file or the
project sets the interval.

## Why
Prometheus evaluates an alert once per interval. With a shorter `for`, the alert fires at the second
evaluation, exactly as with a `for` of one interval. The alert therefore waits longer than its
author wrote.

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
from boardwright.notation.durations import format_duration


@rule(id="short-for", group="alerts", severity="warning", looks_at=ConfigurationView)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    for each in configuration.rules:
        if each.is_alert and each.wait and each.interval and each.wait < each.interval:
            yield Finding(
                what=f"the {each.called} waits {format_duration(each.wait)} before it fires, but "
                f"is evaluated only every {format_duration(each.interval)}",
                fix="Set `for` to at least two evaluation intervals: "
                f"{format_duration(2 * each.interval)}.",
                at=PlaceAt(each.place),
                expression=each.expression,
            )
