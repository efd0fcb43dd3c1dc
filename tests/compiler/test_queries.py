from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from boardwright.compiler.passes.queries import run

from .helpers import CONTEXT, document, mark, one

PROM = {"datasource": {"type": "prometheus", "uid": "prometheus"}}
LOKI = {"datasource": {"type": "loki", "uid": "logs"}}


def query(target: dict[str, Any], form: Any = "dict") -> dict[str, Any]:
    context = replace(CONTEXT, document=document({}, form))
    (after,) = one(run, {"type": "stat", "targets": [target]}, context)["targets"]
    return {key: value for key, value in after.items() if key != "datasource"}


CODE = {"editorMode": "code", "range": True, "legendFormat": "__auto", "expr": "up"}


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ({}, {}),
        (
            {
                "query": "up",
                "target": "",
                "metric": "",
                "alias": "",
                "step": 10,
                "format": "time_series",
                "interval": "",
                "intervalFactor": 1,
                "instant": False,
            },
            {},
        ),
        ({"legendFormat": "{{job}}", "alias": "{{job}}"}, {"legendFormat": "{{job}}"}),
        ({"legendFormat": ""}, {"legendFormat": ""}),
        ({"instant": True}, {"instant": True, "range": False}),
        ({"instant": True, "range": True}, {"instant": True, "range": True}),
        ({"instant": False, "range": False}, {}),
        (
            {"format": "table", "instant": True},
            {"format": "table", "instant": True, "range": False},
        ),
        ({"format": "heatmap"}, {"format": "heatmap"}),
        ({"intervalFactor": 2}, {"intervalFactor": 2}),
        ({"interval": "1m"}, {"interval": "1m"}),
        ({"exemplar": False}, {}),
        ({"exemplar": True}, {"exemplar": True}),
        ({"editorMode": "builder"}, {"editorMode": "builder"}),
        ({"hide": True, "refId": "Q"}, {"hide": True, "refId": "Q"}),
    ],
)
def test_a_promql_query_is_converted(target: dict[str, Any], expected: dict[str, Any]) -> None:
    assert query({**PROM, "expr": "up", **target}) == CODE | expected


def test_a_passed_step_becomes_the_minimum_interval() -> None:
    target = mark({**PROM, "expr": "up", "step": 30, "interval": ""}, "expr", "step")
    assert query(target)["interval"] == "30s"
    assert "interval" not in query(mark({**PROM, "expr": "up", "step": 30}, "expr"))


def test_legends_of_exported_boards_are_unchanged() -> None:
    assert "legendFormat" not in query({**PROM, "expr": "up"}, "json")


def test_a_logql_query_is_converted() -> None:
    target = {**LOKI, "expr": "{}", "query": "{}", "format": "time_series", "instant": True}
    assert query(target) == {"expr": "{}", "queryType": "instant"}
    assert query({**LOKI, "expr": "{}", "queryType": "stream"})["queryType"] == "stream"


@pytest.mark.parametrize(
    "target",
    [
        {
            "datasource": {"type": "influxdb", "uid": "x"},
            "query": "q",
            "alias": "",
            "rawQuery": True,
        },
        {"datasource": {"uid": "pg"}, "expr": "", "rawSql": "select 1", "format": "table"},
        {"datasource": {"type": "elasticsearch", "uid": "x"}, "expr": "x", "step": 10},
    ],
)
def test_queries_of_other_data_sources_are_unchanged(target: dict[str, Any]) -> None:
    panel = {"type": "stat", "targets": [target]}
    assert one(run, panel) is panel
