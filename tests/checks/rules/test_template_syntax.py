from __future__ import annotations

import pytest

from boardwright.checks.rule_templates import template_fault
from boardwright.checks.rules.template_syntax import check
from checks.views import configuration, messages


def fault(text: str) -> list[str]:
    rule = {"alert": "A", "expr": "up == 0", "annotations": {"summary": text}}
    return messages(check, configuration(rules=[rule]))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{ $labels.x", "has {{ without }}"),
        ("{{ $label.x }}", "uses $label, which is not defined"),
        ("{{ $value | percent }}", "calls percent, which is not a function of templates"),
        ("{{ }}", "has an action without a value, {{ }}"),
        ("{{value}}", "calls value without an argument"),
    ],
)
def test_templates_that_prometheus_cannot_expand(text: str, what: str) -> None:
    assert fault(text) == [f"the template of summary of the alert A {what}"]


@pytest.mark.parametrize(
    "text",
    [
        "{{ $labels.x }} is {{ $value | humanizePercentage }}",
        '{{- range query "up" -}}{{ .Labels.instance }}{{ end }}',
        "{{ range $i, $e := query `up` }}{{ $i }} {{ $e.Value }}{{ else }}none{{ end }}",
        '{{ with $x := $labels.job }}{{ printf "%s" $x }}{{ end }}',
        "{{ if gt $value 1.0 }}high{{ end }}",
        "{{/* a remark with percent */}}x",
        '{{ "{{" }}',
        "no template }}",
    ],
)
def test_templates_that_it_expands(text: str) -> None:
    assert template_fault(text) is None
