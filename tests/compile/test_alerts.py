"""Alert groups compiled: the JSON of the provisioning API, and what it would refuse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from boardwright.compile.alerts import compile_group
from boardwright.errors import DocumentError
from boardwright.schema.alerts import AlertDocument, CompiledRule, DeclaredRule
from boardwright.schema.document import Place
from compile.helpers import CONTEXT, PLACE, document

RULE: dict[str, Any] = {
    "title": "Till is down",
    "uid": None,
    "evaluateFor": "5m",
    "noDataAlertState": "No Data",
    "errorAlertState": "Error",
    "timeRangeFrom": 300,
    "timeRangeTo": 0,
    "annotations": {"summary": "{{ $labels.instance }}"},
    "labels": {"severity": "page"},
    "dashboard_uid": "till",
    "panel_id": 2,
    "condition": "B",
    "steps": [0, {"refId": "B", "type": "math", "hide": False, "expression": "$A < 1"}],
}


def group(*, expr: str = "up", interval: Any = "1m", **fields: Any) -> AlertDocument:
    targets = [{"refId": "A", "expr": expr, "datasource": "Prometheus"}]
    panel = {"id": 1, "type": "timeseries", "title": "Till is down", "targets": targets}
    return AlertDocument(
        name="Till",
        place=PLACE,
        folder="Shop",
        interval=interval,
        rules=(DeclaredRule(data={**RULE, **fields}, place=Place(file="a.py", line=3)),),
        queries=document({"title": "Till", "panels": [panel]}),
    )


def rule(**fields: Any) -> CompiledRule:
    return compile_group(group(**fields), CONTEXT).rules[0]


def test_a_rule() -> None:
    assert rule(uid="till-down").data == {
        "uid": "till-down",
        "title": "Till is down",
        "condition": "B",
        "data": [
            {
                "refId": "A",
                "relativeTimeRange": {"from": 300, "to": 0},
                "datasourceUid": "prometheus",
                "model": {
                    "refId": "A",
                    "expr": "up",
                    "datasource": {"type": "prometheus", "uid": "prometheus"},
                    "editorMode": "code",
                    "range": True,
                    "legendFormat": "__auto",
                    "intervalMs": 1000,
                    "maxDataPoints": 43200,
                },
            },
            {
                "refId": "B",
                "relativeTimeRange": {"from": 0, "to": 0},
                "datasourceUid": "__expr__",
                "model": {
                    "refId": "B",
                    "type": "math",
                    "hide": False,
                    "expression": "$A < 1",
                    "datasource": {"type": "__expr__", "uid": "__expr__"},
                    "intervalMs": 1000,
                    "maxDataPoints": 43200,
                },
            },
        ],
        "noDataState": "NoData",
        "execErrState": "Error",
        "for": "5m",
        "annotations": {
            "summary": "{{ $labels.instance }}",
            "__dashboardUid__": "till",
            "__panelId__": "2",
        },
        "labels": {"severity": "page"},
        "isPaused": False,
    }


def test_the_data_source_is_the_environments() -> None:
    context = replace(CONTEXT, environment_uids={"prometheus": "prom-staging"})
    (compiled,) = compile_group(group(), context).rules
    query = compiled.data["data"][0]
    assert query["datasourceUid"] == "prom-staging"
    assert query["model"]["datasource"]["uid"] == "prom-staging"


def test_a_made_uid_stays_and_is_the_rules_own() -> None:
    assert rule().uid == rule(expr="down", evaluateFor="1m").uid
    assert rule().uid != rule(title="Other").uid
    assert len(rule().uid) <= 40


@pytest.mark.parametrize(
    ("text", "seconds"), [("10s", 10), ("1m", 60), ("1m30s", 90), ("1h", 3600)]
)
def test_intervals(text: str, seconds: int) -> None:
    assert compile_group(group(interval=text), CONTEXT).interval == seconds


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"interval": "65s"}, "evaluateInterval='65s'"),
        ({"interval": "0s"}, "evaluateInterval='0s'"),
        ({"interval": "soon"}, "evaluateInterval='soon'"),
        ({"evaluateFor": "5 minutes"}, "evaluateFor='5 minutes'"),
        ({"condition": "C"}, "the condition 'C', which is none of its steps"),
        ({"steps": [0, {"refId": "A", "type": "math"}], "condition": "A"}, "names its steps A, A"),
        ({"uid": "a b"}, "has the uid 'a b'"),
        ({"labels": {"x": 1}}, "has labels 'x' that is no text"),
        ({"timeRangeFrom": 0}, "looks at 0 s to 0 s ago"),
        ({"expr": 'up{job="$job"}'}, "asks for the variable $job"),
        ({"expr": 'up{job="${job:regex}"}'}, "asks for the variable ${job:regex}"),
    ],
)
def test_what_grafana_would_refuse(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(DocumentError) as caught:
        rule(**fields)
    assert said in caught.value.what
    assert caught.value.hint


@pytest.mark.parametrize(
    "expr", ['up{job=~"a$"}', 'up{job=~"(a$|b)"}', "rate(up[$__rate_interval])"]
)
def test_what_is_no_variable_of_a_board(expr: str) -> None:
    assert rule(expr=expr).data["data"][0]["model"]["expr"] == expr


def test_a_group_without_rules() -> None:
    with pytest.raises(DocumentError, match="has no rules"):
        compile_group(replace(group(), rules=()), CONTEXT)
