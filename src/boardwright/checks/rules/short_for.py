"""The `for` duration of an alert is shorter than the evaluation interval of its group.

## Reported cases
`check` reports a `for` duration that is longer than 0 and shorter than the evaluation interval of
the rule group. The rule file or the project must set the evaluation interval.

## Why
Prometheus evaluates an alert once per evaluation interval. If the `for` duration is shorter than
this interval, the alert fires at the second evaluation, exactly as with a `for` duration of one
interval. The alert therefore fires later than its author wanted.

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
Prometheus's page [Alerting
rules](https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/) explains that
Prometheus checks the `for` duration during each evaluation.
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
                what=f"the `for` duration of the {each.called} is {format_duration(each.wait)}, "
                f"but the alert is evaluated only every {format_duration(each.interval)}",
                fix="Set `for` to at least two evaluation intervals: "
                f"{format_duration(2 * each.interval)}.",
                at=PlaceAt(each.place),
                expression=each.expression,
            )
