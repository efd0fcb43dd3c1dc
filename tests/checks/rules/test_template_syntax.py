from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from boardwright.checks.rule_templates import find_template_fault
from boardwright.checks.rules.template_syntax import check
from checks.views import configuration, messages


def fault(text: str) -> list[str]:
    rule = {"alert": "A", "expr": "up == 0", "annotations": {"summary": text}}
    return messages(check, configuration(rules=[rule]))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{ $labels.x", "has '{{' without '}}'"),
        ("{{ $label.x }}", "uses $label, which is not defined"),
        (
            "{{ $value | percent }}",
            "calls percent, which is not a function of Prometheus' templates",
        ),
        ("{{ }}", "contains an empty action {{ }}"),
        ("{{value}}", "calls value without an argument"),
    ],
)
def test_a_template_that_prometheus_cannot_expand_is_reported(text: str, what: str) -> None:
    assert fault(text) == [f"summary of the alert A: the template {what}"]


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
        '{{ printf "a }} %s" $labels.x }}',
        "{{ printf `a }} %s` $labels.x }}",
        """{{/* it's "x }} */}}{{ $value }} "y" """,
        "no template }}",
    ],
)
def test_a_template_that_prometheus_expands_is_not_reported(text: str) -> None:
    assert find_template_fault(text) is None


def test_a_label_and_an_annotation_with_the_same_name_are_both_checked() -> None:
    texts = {"labels": {"team": "{{ $label.x }}"}, "annotations": {"team": "{{ $value }}"}}
    rule = {"alert": "A", "expr": "up == 0", **texts}
    assert messages(check, configuration(rules=[rule])) == [
        "team of the alert A: the template uses $label, which is not defined"
    ]


def test_many_quotes_in_an_unclosed_action_are_read_quickly() -> None:
    """With backtracking, each of the 200 texts would double the time."""
    assert find_template_fault("{{ " + '"a" ' * 200) == "the template has '{{' without '}}'"


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        *(("{{ $labels.x", False), ("{{ $label.x }}", False), ("{{ $value | percent }}", False)),
        *(("{{ }}", False), ("{{ $value | humanize }}", True), ("{{/* percent */}}x", True)),
        *(('{{ printf "a }} %s" $labels.x }}', True), ('{{ printf "a }} %s }}', False)),
        *(("{{ range query `up` }}{{ .Value }}{{ end }}", True), ("no template }}", True)),
    ],
)
def test_promtool_accepts_and_refuses_the_same_templates(
    text: str, accepted: bool, promtool: str, tmp_path: Path
) -> None:
    """`{{value}}` is the one fault above that promtool does not see: it does not run templates."""
    rule = {"alert": "A", "expr": "up == 0", "annotations": {"summary": text}}
    path = tmp_path / "rules.yml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "a", "rules": [rule]}]}))
    checked = subprocess.run(
        [promtool, "check", "rules", str(path)], capture_output=True, check=False
    )
    assert (checked.returncode == 0) is accepted
    assert (find_template_fault(text) is None) is accepted
