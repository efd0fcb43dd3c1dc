from __future__ import annotations

from dataclasses import replace

from boardwright.checks.rules.alert_policy import check
from checks.views import SETTINGS, configuration, messages


def test_every_missing_label_and_annotation_is_named() -> None:
    rule = {"alert": "A", "expr": "x > 1", "labels": {}, "annotations": {}}
    assert messages(check, configuration(rules=[rule])) == [
        "the alert A has no label severity and no annotation summary"
    ]


def test_a_message_replaces_a_summary() -> None:
    rule = {"alert": "A", "expr": "x", "labels": {"severity": "a"}, "annotations": {"message": "m"}}
    assert messages(check, configuration(rules=[rule, {"record": "a:b:c", "expr": "x"}])) == []


def test_the_project_chooses_the_required_labels_and_annotations() -> None:
    settings = replace(SETTINGS, alert_labels=("team",), alert_annotations=("runbook_url",))
    rule = {"alert": "A", "expr": "x > 1", "labels": {"team": "a"}, "annotations": {}}
    assert messages(check, configuration(rules=[rule], settings=settings)) == [
        "the alert A has no annotation runbook_url"
    ]


def test_a_level_or_priority_replaces_a_severity() -> None:
    rules = [
        {"alert": "A", "expr": "x", "labels": {label: "high"}, "annotations": {"summary": "s"}}
        for label in ("level", "priority", "env")
    ]
    assert messages(check, configuration(rules=rules)) == ["the alert A has no label severity"]
