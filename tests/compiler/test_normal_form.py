"""The normal form of boards: only changes that somebody made are differences."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from grafanalib.core import Dashboard, Graph, GridPos, SqlTarget, Stat, Target, Template, Templating
from grafanalib.core import TimeSeries as GrafanalibTimeSeries
from hypothesis import HealthCheck, given, settings

from boardwright.compiler.float_numbers import as_floats
from boardwright.compiler.normal_form import normalise_board
from boardwright.schema import new_panel_values
from boardwright.schema.document import SERVER_KEYS
from boardwright.source.verdict import compare_compiled

from .helpers import compile_board
from .strategies import boards

PROMETHEUS = {"type": "prometheus", "uid": "prometheus"}
OTHER = {**PROMETHEUS, "uid": "P2"}


def panel(**more: Any) -> dict[str, Any]:
    return {
        "id": 1,
        "type": "timeseries",
        "title": "CPU",
        "gridPos": {"x": 0, "y": 0, "w": 12, "h": 8},
        "datasource": PROMETHEUS,
        "targets": [{"refId": "A", "expr": "up", "datasource": PROMETHEUS}],
        **more,
    }


def board(*panels: dict[str, Any], **more: Any) -> dict[str, Any]:
    return compile_board({"title": "Board", "uid": "board", "panels": list(panels), **more}, "json")


def one(body: dict[str, Any]) -> dict[str, Any]:
    (found,) = normalise_board(body)["panels"]
    return found


def as_the_server_keeps_it(body: dict[str, Any]) -> dict[str, Any]:
    return {**as_floats(json.loads(json.dumps(body))), "id": 7, "version": 3}


def as_the_editor_saves_it(body: dict[str, Any]) -> dict[str, Any]:
    """Return a board as Grafana 12's editor saves it when nothing was changed."""
    saved = as_the_server_keeps_it(body)
    unsaid = {
        "editable": True, "fiscalYearStartMonth": 0, "graphTooltip": 0, "links": [],
        "preload": False, "refresh": "", "timepicker": {}, "timezone": "", "weekStart": "",
        "time": {"from": "now-6h", "to": "now"}, "liveNow": False, "iteration": 1700000000000,
    }  # fmt: skip
    saved = {**unsaid, **saved, "schemaVersion": 41}
    for variable in saved["templating"]["list"]:
        variable.update(
            {"hide": 0, "multi": False, "skipUrlSync": False, "sort": 0, "regex": ""} | variable
        )
        if variable["type"] in ("custom", "interval"):
            choices = variable["query"].split(",")
            variable["options"] = [
                {"text": choice, "value": choice, "selected": False} for choice in choices
            ]
            variable.setdefault("current", {"text": choices[0], "value": choices[0]})
    for each in saved["panels"]:
        if each["type"] == "row":
            continue
        each["pluginVersion"] = "12.2.0"
        each.setdefault("fieldConfig", {"defaults": {}, "overrides": []})
        kind, fields = each["type"], each["fieldConfig"]["defaults"]
        if kind in new_panel_values.CUSTOM:
            fields["custom"] = {**new_panel_values.CUSTOM[kind], **fields.get("custom", {})}
        if kind in new_panel_values.COLOR_MODES:
            fields.setdefault("mappings", [])
        each.setdefault("options", {})
        for target in each.get("targets", ()):
            builder = {"disableTextWrap": False, "useBackend": False} if "expr" in target else {}
            target.update({"hide": False, **builder, **target})
    return saved


GRAFANALIB = Dashboard(
    title="Board",
    uid="board",
    templating=Templating(
        list=[
            Template(name="host", query="label_values(up, instance)", dataSource="Prometheus"),
            Template(name="env", query="prod,test", type="custom", default="prod"),
        ]
    ),
    panels=[
        GrafanalibTimeSeries(
            title="CPU", gridPos=GridPos(h=8, w=12, x=0, y=0), targets=[Target(expr="up")]
        ),
        Stat(title="Up", gridPos=GridPos(h=8, w=12, x=12, y=0), targets=[Target(expr="up")]),
        Graph(title="Old", gridPos=GridPos(h=8, w=12, x=0, y=8), targets=[Target(expr="up")]),
        GrafanalibTimeSeries(
            title="SQL", gridPos=GridPos(h=8, w=12, x=12, y=8), dataSource="pg",
            targets=[SqlTarget(rawSql="select 1")],
        ),
    ],
).to_json_data()  # fmt: skip

PLAIN = {
    "title": "Board",
    "uid": "board",
    "panels": [
        {"type": "row", "title": "Row", "collapsed": True, "panels": [panel(id=3)]},
        {"type": "text", "title": "Text", "options": {"content": "Hello"}},
        {"type": "table", "title": "Table", "targets": [{"expr": "up", "format": "table"}]},
        {"type": "logs", "title": "Logs", "datasource": "Logs", "targets": [{"expr": "{a='b'}"}]},
    ],
}


@pytest.mark.parametrize("save", [as_the_server_keeps_it, as_the_editor_saves_it])
@pytest.mark.parametrize(
    ("body", "form"), [(GRAFANALIB, "grafanalib"), (PLAIN, "dict"), (PLAIN, "json")]
)
def test_a_saved_and_read_board_equals_the_declared_board(body: Any, form: Any, save: Any) -> None:
    plain = json.loads(json.dumps(body, default=lambda value: value.to_json_data()))
    declared = compile_board(plain, form)
    saved = save(deepcopy(declared))
    assert normalise_board(saved) == normalise_board(declared)
    kept = {key: value for key, value in saved.items() if key not in SERVER_KEYS | {"iteration"}}
    _, differences = compare_compiled(declared, kept)
    assert differences == ()  # import has the same normal form as diff and deploy


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(boards())
def test_a_normalised_board_does_not_change_again(body: Any) -> None:
    before = deepcopy(body)
    once = normalise_board(body)
    assert body == before
    assert normalise_board(once) == once


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(boards(placed=False))
def test_any_compiled_board_equals_the_stored_board(body: Any) -> None:
    try:
        declared = compile_board(body, "json")
    except Exception:
        return
    assert normalise_board(as_the_server_keeps_it(declared)) == normalise_board(declared)


@pytest.mark.parametrize(
    "more",
    [
        {"title": "Memory"},
        {"type": "stat"},
        {"description": "CPU usage"},
        {"targets": [{"refId": "A", "expr": "down", "datasource": PROMETHEUS}]},
        {"datasource": OTHER, "targets": [{"refId": "A", "expr": "up", "datasource": OTHER}]},
        {"targets": [{"refId": "A", "expr": "up", "legendFormat": "{{job}}"}]},
        {"targets": [{"refId": "A", "expr": "up", "instant": True, "range": False}]},
        {"targets": [{"refId": "A", "expr": "up", "hide": True}]},
        {"gridPos": {"x": 0, "y": 0, "w": 6, "h": 8}},
        {"gridPos": {"x": 4, "y": 0, "w": 12, "h": 8}},
        {"transparent": True},
        {"interval": "1m"},
        {"maxDataPoints": 100},
        {"repeat": "host"},
        {"links": [{"title": "Runbook", "url": "https://example.org"}]},
        {"transformations": [{"id": "organize", "options": {}}]},
        {"options": {"legend": {"displayMode": "table"}}},
        {"fieldConfig": {"defaults": {"unit": "s"}, "overrides": []}},
        {"fieldConfig": {"defaults": {"min": 0}, "overrides": []}},
        {"fieldConfig": {"defaults": {"custom": {"lineWidth": 2}}, "overrides": []}},
        {"fieldConfig": {"defaults": {"color": {"mode": "thresholds"}}, "overrides": []}},
        {
            "fieldConfig": {
                "defaults": {
                    "thresholds": {
                        "mode": "absolute",
                        "steps": [{"color": "green", "value": None}, {"color": "red", "value": 90}],
                    }
                },
                "overrides": [],
            }
        },
        {
            "fieldConfig": {
                "defaults": {},
                "overrides": [
                    {
                        "matcher": {"id": "byName", "options": "x"},
                        "properties": [{"id": "unit", "value": "s"}],
                    }
                ],
            }
        },
    ],
)
def test_a_change_in_a_panel_is_a_difference(more: dict[str, Any]) -> None:
    assert one(board(panel(**more))) != one(board(panel()))


@pytest.mark.parametrize(
    "more",
    [
        {"tags": ["node"]},
        {"refresh": "30s"},
        {"time": {"from": "now-1h", "to": "now"}},
        {"timezone": "utc"},
        {"timezone": "browser"},
        {"editable": False},
        {"graphTooltip": 1},
        {"links": [{"title": "Home", "url": "/", "type": "link"}]},
        {"templating": {"list": [{"name": "env", "type": "custom", "query": "a,b"}]}},
        {"annotations": {"list": [{"name": "deploys", "expr": "x", "datasource": PROMETHEUS}]}},
        {"description": "CPU usage"},
    ],
)
def test_a_change_in_a_board_is_a_difference(more: dict[str, Any]) -> None:
    assert normalise_board(board(panel(), **more)) != normalise_board(board(panel()))


@pytest.mark.parametrize(
    ("key", "value", "other"),
    [
        ("query", "a,b", "a,b,c"),
        ("current", {"text": "a", "value": "a"}, {"text": "b", "value": "b"}),
        ("multi", False, True),
        ("includeAll", False, True),
        ("hide", 0, 2),
        ("label", "", "Environment"),
        ("type", "custom", "textbox"),
    ],
)
def test_a_change_in_a_variable_is_a_difference(key: str, value: Any, other: Any) -> None:
    variable = {"name": "env", "type": "custom", "query": "a,b", key: value}
    changed = {**variable, key: other}
    first, second = (board(templating={"list": [each]}) for each in (variable, changed))
    assert normalise_board(first) != normalise_board(second)


def overridden(**first: Any) -> dict[str, Any]:
    """Return a field configuration with thresholds in an override, the first with these keys."""
    steps = [{"color": "green", **first}, {"color": "red", "value": 90}]
    value = {"mode": "absolute", "steps": steps}
    rule = {
        "matcher": {"id": "byName", "options": "x"},
        "properties": [{"id": "unit", "value": "s"}, {"id": "thresholds", "value": value}],
    }
    return {"defaults": {}, "overrides": [rule]}


def test_the_value_of_the_first_threshold_of_an_override_is_ignored() -> None:
    forms = [overridden(**first) for first in ({"value": None}, {"value": 0}, {})]
    first, *others = (one(board(panel(fieldConfig=form))) for form in forms)
    assert others == [first, first]
    assert first != one(board(panel(fieldConfig=overridden(color="blue"))))


def test_thresholds_of_a_plugin_are_unchanged() -> None:
    steps = [{"color": "red", "value": None}]
    fields = {"defaults": {"thresholds": {"mode": "absolute", "steps": steps}}, "overrides": []}
    plugin = panel(type="volkovlabs-echarts-panel")
    assert one(board({**plugin, "fieldConfig": fields})) != one(board(plugin))


def test_numbers_are_compared_as_floats() -> None:
    assert as_floats([9007199254740993, 1.0, True, -0.0, 0.5]) == [
        9007199254740992,
        1,
        True,
        0,
        0.5,
    ]
    assert type(as_floats(1.0)) is int
    assert as_floats(True) is True
    assert as_floats(10**400) == 10**400


@pytest.mark.parametrize(
    ("refresh", "kept"), [("1s", "5s"), ("5s", "5s"), ("1m", "1m"), ("auto", "auto")]
)
def test_a_refresh_below_the_minimum_is_raised(refresh: str, kept: str) -> None:
    assert normalise_board(board(refresh=refresh))["refresh"] == kept


def test_gaps_that_grafana_closes_are_not_a_difference() -> None:
    low = {"x": 0, "y": 30, "w": 12, "h": 8}
    apart = board(panel(), panel(id=2, title="Below", gridPos=low))
    closed = board(panel(), panel(id=2, title="Below", gridPos={**low, "y": 8}))
    assert normalise_board(apart) == normalise_board(closed)


def test_the_order_of_panels_in_the_list_is_not_a_difference() -> None:
    right = panel(id=2, title="Right", gridPos={"x": 12, "y": 0, "w": 12, "h": 8})
    assert normalise_board(board(panel(), right)) == normalise_board(board(right, panel()))


@pytest.mark.parametrize(
    "body",
    [
        {"title": "x", "panels": "none", "version": 3},
        {"title": "x", "panels": [1], "version": 3},
        {"title": "x", "panels": [{"gridPos": {"x": "a"}}], "version": 3},
    ],
)
def test_a_malformed_board_is_unchanged_except_for_the_version(body: dict[str, Any]) -> None:
    assert normalise_board(body) == {key: value for key, value in body.items() if key != "version"}


def test_colors_in_a_panel_without_queries_have_no_effect() -> None:
    mappings = [{"type": "value", "options": {"0": {"text": "x", "index": 0}}}]
    config = {"defaults": {"color": {"mode": "thresholds"}, "mappings": mappings}, "overrides": []}
    (panel,) = normalise_board({"panels": [{"type": "alertlist", "fieldConfig": config}]})["panels"]
    assert "fieldConfig" not in panel
