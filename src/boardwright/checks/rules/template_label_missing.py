"""A template in an alert uses a label that the alert's series cannot have.

## Reported cases
`check` reports `$labels.x` in a label or annotation of an alert if the alert's expression removes
the label `x`. An aggregation removes `x` if `by (...)` does not list `x`, or if `without (...)`
lists `x`. `check` derives the labels of a recorded series from the expression of its recording
rule.

## Why
The notification lacks the value of the label, for example the name of the machine.

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
Prometheus's page [Alerting
rules](https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/#templating)
explains that `$labels` contains the labels of the alert's series.
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
