"""Limits of alerts on panels: which panels, which steps, which colors."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.context import CompilerContext
from boardwright.compiler.passes.alert_thresholds import run
from boardwright.schema.document import Document, Place
from boardwright.schema.rule_values import AlertRule


def alert(expr: str, severity: str = "critical") -> AlertRule:
    return AlertRule(name="A", expr=expr, labels={"severity": severity})


def fields_of(expr: str, *alerts: AlertRule, **panel: Any) -> dict[str, Any]:
    """Return the defaults of the panel's fields."""
    body = {"panels": [{"type": "timeseries", "targets": [{"expr": expr}], **panel}]}
    document = Document(
        body=body, place=Place(file="a.py"), name="a", form="dict", alert_rules=alerts
    )
    config = run(body, CompilerContext(document=document))["panels"][0].get("fieldConfig") or {}
    defaults: dict[str, Any] = config.get("defaults") or {}
    return defaults


def steps(*args: Any, **panel: Any) -> list[tuple[str, float | None]]:
    found = fields_of(*args, **panel).get("thresholds") or {"steps": []}
    return [(step["color"], step["value"]) for step in found["steps"]]


def test_a_graph_gets_a_dashed_line_in_the_color_of_the_severity() -> None:
    found = fields_of("busy", alert("busy > 0.9", "warning"))
    assert found["custom"] == {"thresholdsStyle": {"mode": "dashed"}}
    assert steps("busy", alert("busy > 0.9", "warning")) == [("transparent", None), ("orange", 0.9)]


@pytest.mark.parametrize(
    ("severity", "color"),
    [("critical", "red"), ("page", "red"), ("", "red"), ("ticket", "orange"), ("info", "blue")],
)
def test_the_severity_determines_the_color(severity: str, color: str) -> None:
    assert steps("a", alert("a > 1", severity))[1] == (color, 1)


@pytest.mark.parametrize(
    ("query", "condition", "count"),
    [
        ('a{x=~"$x"}', "a > 1", 1),
        ("sum(rate(a[5m]))", "(sum(rate(a[300s])) > 1) and on () up == 1", 1),
        ("a", "1 < a", 1),
        ("a", "a == 0", 0),
        ("a", "a > b", 0),
        ("a * 100", "a > 1", 0),
        ("b", "a > 1", 0),
        ("a > 1", "a > 1", 0),
    ],
)
def test_a_query_has_a_line_if_it_is_the_compared_expression(
    query: str, condition: str, count: int
) -> None:
    """Variables may filter the compared expression; a comparison by equality has no line."""
    assert len(steps(query, alert(condition))) == (count + 1 if count else 0)


def test_a_stat_has_the_color_below_the_limit_and_a_graph_at_the_limit() -> None:
    """Below 10 the alert fires: red up to 10, then green."""
    low = alert("free < 10")
    assert steps("free", low) == [("transparent", None), ("red", 10)]
    assert steps("free", low, type="stat") == [("red", None), ("green", 10)]
    assert "custom" not in fields_of("free", low, type="stat")


def test_several_alerts_of_one_panel_give_several_steps() -> None:
    """Orange from 0.8, red from 0.9; at one number the more severe color."""
    alerts = [alert("a > 0.9"), alert("a > 0.8", "warning"), alert("a > 0.9", "info")]
    assert steps("a", *alerts) == [("transparent", None), ("orange", 0.8), ("red", 0.9)]
    assert steps("a", *alerts, type="gauge") == [("green", None), ("orange", 0.8), ("red", 0.9)]


def test_thresholds_of_the_author_are_unchanged() -> None:
    own = {"thresholds": {"mode": "absolute", "steps": [{"color": "red", "value": None}]}}
    assert fields_of("a", alert("a > 1"), fieldConfig={"defaults": own}) == own
    assert fields_of("a", alert("a > 1"), type="table") == {}
