"""The queries of panels: data sources, steps and texts."""

from __future__ import annotations

from typing import Any

from boardwright.preview.board_plan import (
    BoardPlan,
    PlannedQuery,
    collect_requests,
    plan_board_page,
)
from boardwright.preview.query_sources import QuerySource, QuerySources
from boardwright.preview.time_ranges import TimeRange
from boardwright.preview.variable_options import VariableChoice

NOW = 1_700_000_000_000
RANGE = TimeRange(start=NOW - 3_600_000, end=NOW, text="Last 1 hour")
PROMETHEUS = QuerySource(uid="prom", name="Prom", type="prometheus", scrape=10_000)
OTHER = QuerySource(uid="prom2", name="Second", type="prometheus", scrape=60_000)
LOKI = QuerySource(uid="loki", name="Logs", type="loki")
SOURCES = QuerySources((PROMETHEUS, OTHER, LOKI), default=PROMETHEUS)


def board(*targets: dict[str, Any], **more: Any) -> dict[str, Any]:
    panel = {
        "id": 1,
        "type": "timeseries",
        "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8},
        "targets": list(targets),
        **more,
    }
    return {"panels": [panel]}


def plan_of(data: dict[str, Any], **choices: VariableChoice) -> BoardPlan:
    return plan_board_page(data, choices, sources=SOURCES, span=RANGE)


def first(data: dict[str, Any], **choices: VariableChoice) -> PlannedQuery:
    return next(plan_of(data, **choices).queries)


def test_the_step_of_a_range_depends_on_the_width_of_the_panel() -> None:
    query = first(board({"refId": "A", "expr": "rate(a[$__rate_interval])"}))
    assert query.request is not None
    assert (query.request.kind, query.request.step, query.request.source) == (
        "range",
        10_000,
        "prom",
    )
    assert query.request.sent == "rate(a[40s])"
    assert query.request.text == "rate(a[$__rate_interval])"
    assert (query.page.written, query.page.step_ms) == ("rate(a[$__rate_interval])", 10_000)


def test_max_data_points_and_minimum_intervals_change_the_step() -> None:
    steps = {
        "points": first(board({"expr": "a"}, maxDataPoints=60)),
        "panel": first(board({"expr": "a"}, interval=">30s")),
        "query": first(board({"expr": "a", "interval": "2m"}, interval="30s")),
        "factor": first(board({"expr": "a", "intervalFactor": 3})),
    }
    assert {name: query.page.step_ms for name, query in steps.items()} == {
        "points": 60_000,
        "panel": 30_000,
        "query": 120_000,
        "factor": 30_000,
    }


def test_an_instant_query_is_sent_for_the_end_of_the_range() -> None:
    query = first(board({"refId": "A", "expr": "a", "instant": True}))
    assert query.request is not None
    assert (query.request.kind, query.request.end, query.page.step_ms) == ("instant", NOW, None)


def test_a_data_source_variable_selects_the_source() -> None:
    choice = VariableChoice(name="ds", kind="datasource", values=("Second",), texts=("Second",))
    query = first(
        board({"expr": "rate(a[$__rate_interval])", "datasource": {"uid": "${ds}"}}), ds=choice
    )
    assert query.request is not None
    assert (query.request.source, query.request.step) == ("prom2", 60_000)
    assert query.request.sent == "rate(a[4m])"


def test_a_query_that_is_not_sent_has_a_remark() -> None:
    found = plan_of(
        board(
            {"refId": "A", "expr": '{a="b"}', "datasource": {"type": "loki", "uid": "loki"}},
            {
                "refId": "B",
                "datasource": {"type": "__expr__", "uid": "__expr__"},
                "expression": "A",
            },
            {"refId": "C", "expr": "a", "hide": True},
            {"refId": "D", "expr": ""},
        )
    )
    assert collect_requests([found]) == []
    assert [(q.page.written, q.page.remark) for q in found.queries] == [
        ('{a="b"}', "A preview sends queries only to Prometheus, not to Logs (loki)."),
        (
            "A",
            (
                "A preview does not compute expressions, because only Grafana's server can "
                "compute them."
            ),
        ),
        ("a", None),
        ("", None),
    ]


def test_a_panel_may_use_the_queries_of_another_panel() -> None:
    data = board({"refId": "A", "expr": "up"})
    data["panels"].append(
        {
            "id": 2,
            "type": "stat",
            "gridPos": {"x": 12, "y": 0, "w": 12, "h": 8},
            "datasource": {"type": "datasource", "uid": "-- Dashboard --"},
            "targets": [{"refId": "A", "panelId": 1}],
        }
    )
    assert [query.request and query.request.sent for query in plan_of(data).queries] == ["up", "up"]
    assert len(collect_requests([plan_of(data)])) == 1


def test_equal_queries_are_sent_once() -> None:
    data = board({"refId": "A", "expr": "up"}, {"refId": "B", "expr": "up"})
    assert len(collect_requests([plan_of(data)])) == 1
