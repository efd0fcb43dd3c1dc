"""CloudWatch queries; the answers are those of a real Grafana 12.4.3 (recordings, step 34)."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.cloudwatch import run

from .helpers import CONTEXT, board, one

METRIC = {"namespace": "AWS/Lambda", "metricName": "Errors", "region": "", "dimensions": {}}
BUILDER = {"metricQueryType": 0, "metricEditorMode": 0}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"statistics": ["Sum"]}, [{**METRIC, **BUILDER, "statistic": "Sum"}]),
        (
            {"statistics": ["Sum"], "statistic": "Average"},
            [{**METRIC, **BUILDER, "statistic": "Sum"}],
        ),
        ({"statistic": "Average"}, [{**METRIC, **BUILDER, "statistic": "Average"}]),
        ({"statistics": []}, [{**METRIC, **BUILDER}]),
        (
            {"expression": "SEARCH('x')"},
            [{**METRIC, "metricQueryType": 0, "metricEditorMode": 1, "expression": "SEARCH('x')"}],
        ),
        (
            {"metricQueryType": 1, "metricEditorMode": 1, "sqlExpression": "SELECT 1"},
            [{**METRIC, "metricQueryType": 1, "metricEditorMode": 1, "sqlExpression": "SELECT 1"}],
        ),
        ({"metricQueryType": 1}, [{**METRIC, "metricQueryType": 1, "metricEditorMode": 1}]),
    ],
)
def test_a_metric_query_has_an_editor_mode_and_one_statistic(
    before: dict[str, Any], after: list[Any]
) -> None:
    panel = {"type": "timeseries", "targets": [{**METRIC, **before}]}
    assert one(run, panel)["targets"] == after


def test_further_statistics_become_queries_at_the_end() -> None:
    queries = [
        {**METRIC, "statistics": ["Average", "p99"], "refId": "A"},
        {**METRIC, "statistics": ["Sum"], "refId": "B"},
    ]
    after = one(run, {"type": "timeseries", "targets": queries})["targets"]
    assert [(t.get("refId"), t["statistic"]) for t in after] == [
        ("A", "Average"),
        ("B", "Sum"),
        (None, "p99"),
    ]


@pytest.mark.parametrize(
    "query", [{"expr": "up"}, {"queryMode": "Logs", "region": "", "expression": "fields @message"}]
)
def test_other_queries_are_not_copied(query: dict[str, Any]) -> None:
    panel = {"type": "timeseries", "targets": [query]}
    assert one(run, panel) is panel


def test_an_annotation_of_two_statistics_becomes_two_annotations() -> None:
    annotation = {**METRIC, "name": "cw", "statistics": ["Average", "Maximum"]}
    other = {"name": "deploys", "expr": "x"}
    before = board(annotations={"list": [annotation, other]})
    after = run(before, CONTEXT)["annotations"]["list"]
    assert [(each["name"], each.get("statistic")) for each in after] == [
        ("cw - Average", "Average"),
        ("deploys", None),
        ("cw - Maximum", "Maximum"),
    ]


def test_an_annotation_of_one_statistic_keeps_its_name() -> None:
    before = board(annotations={"list": [{**METRIC, "name": "cw", "statistics": ["Sum"]}]})
    (after,) = run(before, CONTEXT)["annotations"]["list"]
    assert (after["name"], after["statistic"], "statistics" in after) == ("cw", "Sum", False)
