"""Views of alert rules: defaults, values of unexpected types, and copies."""

from __future__ import annotations

from boardwright.schema.alerting.alert_expression import AlertExpression
from boardwright.schema.alerting.grafana_rule import GrafanaRule


def test_a_rule_without_settings_has_the_defaults_of_grafana() -> None:
    rule = GrafanaRule({"labels": None, "for": 5})
    assert (rule.no_data_state, rule.error_state) == ("NoData", "Error")
    assert (rule.pending_period, rule.missing_evaluations) == ("", 2)
    assert (dict(rule.labels), rule.steps) == ({}, ())


def test_a_rule_with_other_annotations_is_a_copy() -> None:
    rule = GrafanaRule({"title": "Down", "annotations": {"summary": "old"}})
    assert rule.with_annotations({"summary": "new"}) == {
        "title": "Down",
        "annotations": {"summary": "new"},
    }
    assert rule.annotations == {"summary": "old"}


def test_the_input_of_an_expression_is_a_ref_id() -> None:
    """A dollar sign before the refId is allowed. Grafana 12.4.3 answers `${A}` and ` A ` with an
    error, so these are not the refId A.
    """
    inputs = [AlertExpression({"expression": text}).input for text in ("A", "$A", "${A}", " A ")]
    assert inputs == ["A", "A", "{A}", " A "]


def test_conditions_of_unexpected_types_count_as_missing() -> None:
    expression = AlertExpression({"conditions": [None, {"evaluator": [], "query": {"params": []}}]})
    (condition,) = expression.conditions
    assert (condition.ref_id, condition.evaluator.type, condition.recovery) == ("", "", None)
