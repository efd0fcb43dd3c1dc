"""A template of an alert that Prometheus cannot expand.

## Reported cases
Labels and annotations with `{{` that is not closed, a variable that is not defined (`$label` for
`$labels`), or a function that templates do not have. `promtool check rules` refuses them too, and
Prometheus does not load the file. The last two are also found in actions that are rarely reached.

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
from boardwright.checks.rule_templates import template_fault


@rule(id="template-syntax", group="alerts", severity="error", looks_at=ConfigurationView)
def check(configuration: ConfigurationView) -> Iterator[Finding]:
    for each in configuration.rules:
        texts = (*each.labels.items(), *each.annotations.items()) if each.is_alert else ()
        for name, text in texts:
            if fault := template_fault(text):
                yield Finding(
                    what=f"the template of {name} of the {each.called} {fault}",
                    fix="Correct the template: Prometheus refuses the whole file.",
                    at=PlaceAt(each.place),
                    expression=each.expression,
                )
