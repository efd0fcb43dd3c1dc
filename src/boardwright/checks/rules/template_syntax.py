"""Prometheus cannot expand a template in an alert.

## Reported cases
Labels and annotations with a `{{` that is not closed, with an undefined variable (`$label` instead
of `$labels`), or with a function that templates do not have. `promtool check rules` also refuses
such a file, but does not find undefined variables and functions in the branches of a template that
are rarely executed. This rule finds undefined variables and functions in all branches of a
template.

## Why
Prometheus refuses the whole rule file, so that no rule in it is evaluated.

## Bad
```yaml
groups:
  - name: node
    rules:
      - alert: Down
        expr: up == 0
        labels: {severity: critical}
        annotations:
          summary: "{{ $label.instance }} is down"
```

## Good
```yaml
groups:
  - name: node
    rules:
      - alert: Down
        expr: up == 0
        labels: {severity: critical}
        annotations:
          summary: "{{ $labels.instance }} is down"
```

## Source
[Template reference](https://prometheus.io/docs/prometheus/latest/configuration/template_reference/)
"""

from __future__ import annotations

from collections.abc import Iterator

from boardwright.checks import ConfigurationView, Finding, PlaceAt, rule
from boardwright.checks.rule_templates import find_template_fault


@rule(id="template-syntax", group="alerts", severity="error", looks_at=ConfigurationView)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    for each in configuration.rules:
        texts = (*each.labels.items(), *each.annotations.items()) if each.is_alert else ()
        for name, text in texts:
            if fault := find_template_fault(text):
                yield Finding(
                    what=f"the template of {name} of the {each.called} {fault}",
                    fix="Correct the template: Prometheus refuses the whole file.",
                    at=PlaceAt(each.place),
                    expression=each.expression,
                )
