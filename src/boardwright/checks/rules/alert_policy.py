"""An alert lacks a label or annotation that every alert should have.

## Reported cases
`check` reports an alert that lacks a required label or a required annotation. The settings
`check.alert_labels` and `check.alert_annotations` in `boardwright.toml` list the required names. By
default, an alert must have the label `severity` and the annotation `summary`. `check` accepts the
label `level` or `priority` instead of `severity`, and the annotation `description` or `message`
instead of `summary`.

## Why
Alertmanager usually routes alerts by the label `severity`. The person on call reads the summary
first.

## Bad
```yaml
groups:
  - name: node
    rules:
      - alert: Down
        expr: up == 0
```

## Good
```yaml
groups:
  - name: node
    rules:
      - alert: Down
        expr: up == 0
        labels: {severity: critical}
        annotations: {summary: "{{ $labels.instance }} is down"}
```

## Source
Prometheus's page [Alerting](https://prometheus.io/docs/practices/alerting/) contains advice on
alerts. The [documentation of mixins](https://github.com/monitoring-mixins/docs) lists the usual
annotations.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import ConfigurationView, Finding, PlaceAt, rule
from boardwright.checks.prometheus_rule import PrometheusRule
from boardwright.checks.settings import Settings

_LIKE = {
    "severity": ("severity", "level", "priority"),
    "summary": ("summary", "description", "message"),
}


@rule(id="alert-policy", group="alerts", severity="warning", looks_at=ConfigurationView)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    for each in configuration.rules:
        missing = [*_iter_missing_names(each, configuration.settings)] if each.is_alert else []
        if missing:
            yield Finding(
                what=f"the {each.called} has no {' and no '.join(missing)}",
                fix="Add the missing labels and annotations, which check.alert_labels and "
                "check.alert_annotations require.",
                at=PlaceAt(each.place),
                expression=each.expression,
            )


def _iter_missing_names(alert: PrometheusRule, settings: Settings) -> Iterator[str]:
    for label in settings.alert_labels:
        if not alert.labels.keys() & {*_LIKE.get(label, (label,))}:
            yield f"label {label}"
    for annotation in settings.alert_annotations:
        if not alert.annotations.keys() & {*_LIKE.get(annotation, (annotation,))}:
            yield f"annotation {annotation}"
