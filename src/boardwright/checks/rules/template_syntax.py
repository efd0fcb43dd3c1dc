"""Prometheus cannot expand a template in an alert.

## Reported cases
`check` reports a label or annotation of an alert in these cases:

- A `{{` is not closed, or nothing is between `{{` and `}}`.
- The template uses an undefined variable, such as `$label` instead of `$labels`.
- The template calls a function that Prometheus's templates do not have.
- The template calls a function without an argument that the function needs.

`promtool check rules` also reports these errors.

## Why
Prometheus refuses the whole rule file, so it evaluates no recording rule and no alert of this file.

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
                    what=f"{name} of the {each.called}: {fault}",
                    fix="Correct the template: Prometheus refuses the whole file.",
                    at=PlaceAt(each.place),
                    expression=each.expression,
                )
