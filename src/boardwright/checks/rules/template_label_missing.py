"""A template in an alert uses a label that the alert's series cannot have.

## Reported cases
`$labels.x` in a label or annotation, if the expression removes the label `x` by an aggregation with
`by (...)` that does not list `x`, or with `without (x)`. A recorded series has the labels that
result from the expression of its recording rule.

## Why
The text of the notification lacks the value of the label, for example the name of the machine.

## Bad
```yaml
groups:
  - name: node
    rules:
      - alert: Busy
        expr: sum by (job) (rate(http_requests_total[5m])) > 100
        labels: {severity: warning}
        annotations:
          summary: "{{ $labels.instance }} is busy"
```

## Good
```yaml
groups:
  - name: node
    rules:
      - alert: Busy
        expr: sum by (job, instance) (rate(http_requests_total[5m])) > 100
        labels: {severity: warning}
        annotations:
          summary: "{{ $labels.instance }} is busy"
```

## Source
[Alerting rules](https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/#templating):
`$labels` holds the labels of the alert's series.
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import ConfigurationView, Finding, PlaceAt, rule
from boardwright.checks.rule_templates import iter_template_labels


@rule(id="template-label-missing", group="alerts", severity="warning", looks_at=ConfigurationView)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    for each in configuration.rules:
        if not each.is_alert:
            continue
        used_labels = {label for text in (*each.labels.values(), *each.annotations.values())
                for label in iter_template_labels(text)}  # fmt: skip
        labels = configuration.settings.derive_rule_labels(each)
        for label in sorted(used_labels):
            if labels.has(label) == "no":
                yield Finding(
                    what=f"a template of the {each.called} uses $labels.{label}, but the result of "
                    f"the alert's expression cannot have the label {label}",
                    fix=f"Keep the label {label} in the aggregation, or remove $labels.{label} "
                    "from the template.",
                    at=PlaceAt(each.place),
                    expression=each.expression,
                )
