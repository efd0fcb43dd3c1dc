from __future__ import annotations

from typing import Any

from boardwright.checks.rule_execution import check_configuration
from boardwright.checks.rules.rule_declared_twice import check
from checks.views import configuration, messages


def record(expr: str, **labels: str) -> dict[str, Any]:
    return {"record": "a:b:c", "expr": expr, "labels": labels}


def alert(expr: str, **labels: str) -> dict[str, Any]:
    return {"alert": "A", "expr": expr, "labels": labels}


def test_one_series_recorded_from_two_expressions_is_reported() -> None:
    (problem,) = check_configuration(configuration(rules=[record("x"), record("y")]), [check])
    assert problem.what == (
        "the recording rule a:b:c also exists at rules.yml:1, with the same labels"
    )
    assert (problem.severity, problem.place.line) == ("error", 2)


def test_rules_with_the_same_expression_or_other_labels_are_not_reported() -> None:
    assert messages(check, configuration(rules=[record("x"), record("(x)")])) == []
    assert messages(check, configuration(rules=[record("x", q="1"), record("y", q="2")])) == []


def test_alerts_with_the_same_name_and_labels_are_reported_as_info() -> None:
    view = configuration(rules=[alert("x > 1", severity="low"), alert("x > 2", severity="low")])
    (problem,) = check_configuration(view, [check])
    assert problem.severity == "info"
    rules = [alert("x > 1", severity="low"), alert("x > 2", severity="high")]
    assert messages(check, configuration(rules=rules)) == []


def test_expressions_that_may_return_different_series_are_not_reported() -> None:
    """kube-prometheus records a metric once for each class of codes, and Scylla both histograms."""
    by_code = "sum by (code) (increase(x{{job='a',code=~'{}..'}}[1h]))"
    rules = [record(by_code.format(2)), record(by_code.format(3))]
    assert messages(check, configuration(rules=rules)) == []
    classic = "histogram_quantile(0.9, sum by (le, job) (rate(x_bucket[1m])))"
    native = "histogram_quantile(0.9, sum by (job) (rate(x[1m])))"
    assert messages(check, configuration(rules=[record(classic), record(native)])) == []
    other_window = [record("rate(x{a='1'}[1m])"), record("rate(x{a='2'}[5m])")]
    assert len(messages(check, configuration(rules=other_window))) == 1


def test_alerts_of_one_name_about_different_series_are_not_reported() -> None:
    rules = [alert("x > 1"), alert("y > 1")]
    assert messages(check, configuration(rules=rules)) == []
    rules = [alert("x{disk='a'} > 1"), alert("x{disk='b'} > 1")]
    assert messages(check, configuration(rules=rules)) == []
    assert len(messages(check, configuration(rules=[alert("x > 1"), alert("x > 1")]))) == 1
