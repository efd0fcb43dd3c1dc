"""The annotation query of panels that show the value of an alert."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.passes.alert_states import run
from boardwright.schema.document import Document, Place
from boardwright.schema.rule_values import AlertRule

SOURCE = {"type": "prometheus", "uid": "prometheus"}


def panel(number: int, expr: str, kind: str) -> dict[str, Any]:
    targets = [{"expr": expr, "datasource": SOURCE}]
    return {"id": number, "title": f"P{number}", "type": kind, "targets": targets}


def annotations(
    *alerts: AlertRule, kind: str = "timeseries", **context: Any
) -> list[dict[str, Any]]:
    body = {
        "panels": [panel(1, "a", kind), panel(2, "b", kind)],
        "annotations": {"list": [{"name": "old"}]},
    }
    document = Document(
        body=body, place=Place(file="a.py"), name="a", form="dict", alert_rules=alerts
    )
    found: list[dict[str, Any]] = run(body, CompilerContext(document=document, **context))[
        "annotations"
    ]["list"]
    return found[1:]


def alert(name: str, expr: str, severity: str = "critical") -> AlertRule:
    return AlertRule(name=name, expr=expr, labels={"severity": severity})


def test_a_panel_with_an_alert_has_an_annotation_query() -> None:
    assert annotations(alert("High", "a > 1")) == [
        {
            "datasource": SOURCE,
            "enable": True,
            "expr": 'ALERTS{alertname="High",alertstate="firing"}',
            "filter": {"exclude": False, "ids": [1]},
            "hide": True,
            "iconColor": "red",
            "name": "Alerts of P1",
            "titleFormat": "{{alertname}}",
        }
    ]


def test_several_alerts_share_one_query() -> None:
    """Names are quoted for the regular expression; different severities are red."""
    (query,) = annotations(alert("B.high", "a > 2"), alert("A", "a > 1", "warning"))
    assert query["expr"] == 'ALERTS{alertname=~"A|B\\\\.high",alertstate="firing"}'
    assert query["iconColor"] == "red"


@pytest.mark.parametrize(
    ("kind", "queries"),
    [
        *((kind, 1) for kind in ("candlestick", "heatmap", "state-timeline", "status-history")),
        *((kind, 0) for kind in ("stat", "gauge", "table", "barchart", "some-plugin-panel")),
    ],
)
def test_only_panels_that_draw_annotations_have_a_query(kind: str, queries: int) -> None:
    assert len(annotations(alert("High", "a > 1"), kind=kind)) == queries


def test_a_panel_without_an_alert_has_no_annotation_query() -> None:
    assert annotations(alert("Other", "c > 1")) == []
    assert annotations(alert("High", "a > 1"), alerts_in=("grafana",)) == []
