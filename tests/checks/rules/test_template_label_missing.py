from __future__ import annotations

import pytest

from boardwright.checks.rules.template_label_missing import check
from checks.views import configuration, messages


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
def test_labels_that_the_result_cannot_have(expr: str, text: str) -> None:
    assert missing(expr, text) == [
        "the alert A writes $labels.instance, which its result cannot have"
    ]


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
def test_labels_that_it_may_have(expr: str, text: str) -> None:
    assert missing(expr, text) == []
