from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from boardwright.checks.rules.template_label_missing import check
from boardwright.schema.place import Place
from checks.views import SETTINGS, configuration, messages, rule_of


def missing(expr: str, text: str) -> list[str]:
    rule = {"alert": "A", "expr": expr, "annotations": {"summary": text}}
    return messages(check, configuration(rules=[rule]))


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        ("sum by (job) (x) > 1", "{{ $labels.instance }}"),
        ("sum(x) > 1", '{{ index $labels "instance" }}'),
        ("max without (instance) (x) > 1", "{{ $labels.instance }} {{ $labels.instance }}"),
        ('absent(up{job="a"})', "{{ $labels.instance }}"),
    ],
)
def test_a_label_that_the_result_cannot_have_is_reported(expr: str, text: str) -> None:
    assert missing(expr, text) == [
        "a template of the alert A uses $labels.instance, but the result of the alert's expression "
        "cannot have the label instance"
    ]


BUSY = {"record": "busy", "expr": "1 - avg by (instance) (rate(idle[5m]))"}


@pytest.mark.parametrize(
    ("rules", "expr", "label"),
    [
        ([BUSY], "busy > 0.9", "pod"),
        ([BUSY], 'max_over_time(busy{instance="a"}[1h]) > 0.9', "pod"),
        ([{"record": "top", "expr": "max(busy)"}, BUSY], "top > 0.9", "instance"),
        ([BUSY | {"labels": {"instance": ""}}], "busy > 0.9", "instance"),
    ],
)
def test_a_label_that_a_recorded_series_cannot_have_is_reported(
    rules: list[dict[str, Any]], expr: str, label: str
) -> None:
    text = {"annotations": {"summary": f"{{{{ $labels.{label} }}}}"}}
    found = messages(check, configuration(rules=[*rules, {"alert": "A", "expr": expr, **text}]))
    assert found == [
        f"a template of the alert A uses $labels.{label}, but the result of the alert's expression "
        f"cannot have the label {label}"
    ]


@pytest.mark.parametrize(
    ("rules", "label"),
    [
        ([BUSY], "instance"),
        ([BUSY | {"labels": {"pod": "a"}}], "pod"),
        ([BUSY, BUSY | {"expr": "max by (pod) (load)"}], "pod"),
        ([{"record": "busy", "expr": "busy"}], "pod"),
        ([{"record": "busy", "expr": "sum("}], "pod"),
        ([], "pod"),
    ],
)
def test_a_label_that_a_recorded_series_may_have_is_not_reported(
    rules: list[dict[str, Any]], label: str
) -> None:
    text = {"annotations": {"summary": f"{{{{ $labels.{label} }}}}"}}
    alert = {"alert": "A", "expr": "busy > 0.9", **text}
    assert messages(check, configuration(rules=[*rules, alert])) == []


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        ("sum by (instance) (x) > 1", "{{ $labels.instance }}"),
        ("x > 1", "{{ $labels.instance }}"),
        ('absent(up{job="a"})', "{{ $labels.job }}"),
        ("sum(x) > 1", "$labels.instance {{ $value }}"),
        ("x == 0 or absent(x)", "{{ $labels.instance }}"),
    ],
)
def test_a_label_that_the_result_may_have_is_not_reported(expr: str, text: str) -> None:
    assert missing(expr, text) == []


def test_a_series_that_another_server_records_may_have_any_label() -> None:
    """Two files that no prometheus.yml names together may be for two servers."""
    alert = {"alert": "A", "expr": "busy > 0.9", "annotations": {"summary": "{{ $labels.pod }}"}}
    other = replace(rule_of(BUSY), place=Place(file="other.yml"), alone=True)
    apart = configuration(rules=[alert], settings=replace(SETTINGS, rules=(other,)))
    assert messages(check, apart) == []
    assert len(messages(check, configuration(rules=[alert, BUSY]))) == 1
