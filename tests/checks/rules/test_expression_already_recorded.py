from __future__ import annotations

from dataclasses import replace

import pytest

from boardwright.checks.rules.expression_already_recorded import check
from checks.views import SETTINGS, marks, messages, query, rule_of

RECORDED = replace(
    SETTINGS,
    rules=(
        rule_of({"record": "job:x:rate5m", "expr": "sum by (job) (rate(x[5m]))"}),
        rule_of({"record": "job:y:one", "expr": "sum(y)", "labels": {"a": "b"}}),
        rule_of({"record": "job:z:copy", "expr": "z"}),
    ),
)


@pytest.mark.parametrize(
    ("expr", "part"),
    [
        ("sum by (job) (rate(x[5m]))", "sum by (job) (rate(x[5m]))"),
        ("sum(rate(x[300s])) by (job) * 100", "sum(rate(x[300s])) by (job)"),
        ('sum by (job) (rate(x{instance=~"$instance"}[5m]))', None),
    ],
)
def test_a_query_that_computes_a_recorded_expression_is_reported(
    expr: str, part: str | None
) -> None:
    view = query(expr, RECORDED)
    assert messages(check, view) == [
        "the query computes what the recording rule job:x:rate5m records"
    ]
    assert marks(check, view) == [part or expr]


@pytest.mark.parametrize(
    "expr", ["job:x:rate5m", "sum by (job) (rate(x[1m]))", "sum(y)", "z", "sum by (job) (x)"]
)
def test_other_expressions_are_not_reported(expr: str) -> None:
    assert messages(check, query(expr, RECORDED)) == []
