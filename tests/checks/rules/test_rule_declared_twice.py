from __future__ import annotations

from typing import Any

from boardwright.checks.rules.rule_declared_twice import check
from boardwright.checks.running import check_configuration
from checks.views import configuration, messages


def record(expr: str, **labels: str) -> dict[str, Any]:
    return {"record": "a:b:c", "expr": expr, "labels": labels}


def alert(expr: str, **labels: str) -> dict[str, Any]:
    return {"alert": "A", "expr": expr, "labels": labels}


def test_one_series_from_two_expressions() -> None:
    (problem,) = check_configuration(configuration(rules=[record("x"), record("y")]), [check])
    assert problem.what == (
        "the recording rule a:b:c also exists at rules.yml:1, with the same labels"
    )
    assert (problem.severity, problem.place.line) == ("error", 2)


def test_the_same_expression_or_other_labels() -> None:
    assert messages(check, configuration(rules=[record("x"), record("(x)")])) == []
    assert messages(check, configuration(rules=[record("x", q="1"), record("y", q="2")])) == []


def test_alerts_with_one_name() -> None:
    view = configuration(rules=[alert("x > 1", severity="low"), alert("y > 1", severity="low")])
    (problem,) = check_configuration(view, [check])
    assert problem.severity == "info"
    rules = [alert("x > 1", severity="low"), alert("x > 2", severity="high")]
    assert messages(check, configuration(rules=rules)) == []
