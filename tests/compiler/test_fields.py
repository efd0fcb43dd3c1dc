from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.field_configs import map_properties
from boardwright.compiler.passes.fields import run

from .helpers import one


def defaults(**settings: Any) -> dict[str, Any]:
    panel = {"type": "stat", "fieldConfig": {"defaults": settings, "overrides": []}}
    return one(run, panel)["fieldConfig"]["defaults"]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], []),  # grey, as in Grafana
        (None, None),
        ("", None),
        ("50,80", [(None, "green"), (50, "orange"), (80, "red")]),
        (
            [{"color": "green", "value": "null"}, {"color": "red", "value": 80.0}],
            [(None, "green"), (80, "red")],
        ),
        ([{"color": "green"}, {"color": "red", "value": "80"}], [(None, "green"), (80, "red")]),
        (
            [
                {
                    "color": "a",
                    "value": "null",
                    "index": 0,
                    "line": True,
                    "op": "gt",
                    "yaxis": "left",
                }
            ],
            [(None, "a")],
        ),
        ([{"color": "green", "value": 0}], [(0, "green")]),
    ],
)
def test_old_thresholds_become_steps(steps: Any, expected: Any) -> None:
    found = defaults(thresholds={"mode": "percentage", "steps": steps}).get("thresholds")
    if expected is None:
        assert found is None
    else:
        assert found["mode"] == "percentage"
        assert [(step["value"], step["color"]) for step in found["steps"]] == expected
        assert all(step.keys() == {"value", "color"} for step in found["steps"])


@pytest.mark.parametrize(
    ("mappings", "expected"),
    [
        ([], []),
        (
            [{"type": 1, "value": "0", "text": "off"}, {"type": 1, "value": "1", "text": "on"}],
            [
                {
                    "type": "value",
                    "options": {"0": {"text": "off"}, "1": {"text": "on"}},
                }
            ],
        ),
        (
            [{"type": 2, "from": "1", "to": "", "text": "some", "value": ""}],
            [
                {
                    "type": "range",
                    "options": {"from": 1, "to": None, "result": {"text": "some"}},
                }
            ],
        ),
        (
            [{"type": 1, "value": "null", "text": "none"}],
            [
                {
                    "type": "special",
                    "options": {"match": "null", "result": {"text": "none"}},
                }
            ],
        ),
        (
            [{"type": "value", "options": {"0": {"text": "off", "color": "", "index": None}}}],
            [{"type": "value", "options": {"0": {"text": "off"}}}],
        ),
        (
            [
                {
                    "type": "range",
                    "options": {"from": None, "to": 5, "result": {"text": "x", "color": ""}},
                }
            ],
            [{"type": "range", "options": {"from": None, "to": 5, "result": {"text": "x"}}}],
        ),
    ],
)
def test_old_mappings_are_converted(mappings: Any, expected: Any) -> None:
    assert defaults(mappings=mappings)["mappings"] == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"color": "red"}, {"color": {"mode": "fixed", "fixedColor": "red"}}),
        ({"color": None}, {}),
        (
            {"color": {"mode": "thresholds", "fixedColor": "none"}},
            {"color": {"mode": "thresholds"}},
        ),
        ({"unit": "", "noValue": None, "min": None, "links": []}, {}),
        ({"unit": "s", "min": 0}, {"unit": "s", "min": 0}),
        ({"custom": {}}, {}),
        ({"custom": {"stacking": {}, "thresholdsStyle": {}}}, {}),
        (
            {"custom": {"scaleDistribution": {"type": "linear", "log": 2}}},
            {"custom": {"scaleDistribution": {"type": "linear"}}},
        ),
        (
            {"custom": {"scaleDistribution": {"type": "log", "log": 2}}},
            {"custom": {"scaleDistribution": {"type": "log", "log": 2}}},
        ),
        (
            {"custom": {"hideFrom": {"graph": True, "tooltip": False}}},
            {"custom": {"hideFrom": {"viz": True, "tooltip": False}}},
        ),
        ({"displayName": "$__series_name $__calc"}, {"displayName": "${__series.name} ${__calc}"}),
        ({"displayName": "$__interval"}, {"displayName": "$__interval"}),
        (
            {"links": [{"url": "/d?x=$__field_name"}]},
            {"links": [{"url": "/d?x=${__field.name}"}]},
        ),
        (
            {"links": [{"url": "/d?${__series.labels.job}&${__series.labels}"}]},
            {"links": [{"url": "/d?${__field.labels.job}&${__field.labels}"}]},
        ),
    ],
)
def test_other_field_settings_are_converted(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert defaults(**before) == after


def test_settings_in_overrides_are_converted() -> None:
    properties = [
        {"id": "mappings", "value": [{"type": 1, "value": "0", "text": "off"}]},
        {"id": "thresholds", "value": {"steps": [{"color": "red", "value": "null"}]}},
        {"id": "min", "value": None},
    ]
    panel = {
        "type": "stat",
        "fieldConfig": {
            "defaults": {},
            "overrides": [{"matcher": {"id": "byName", "options": "a"}, "properties": properties}],
        },
    }
    (override,) = one(run, panel)["fieldConfig"]["overrides"]
    assert [item["value"] for item in override["properties"]] == [
        [{"type": "value", "options": {"0": {"text": "off"}}}],
        {"mode": "absolute", "steps": [{"value": None, "color": "red"}]},
        None,
    ]


def test_a_current_panel_is_not_copied() -> None:
    panel = {"type": "stat", "fieldConfig": {"defaults": {"unit": "s"}, "overrides": []}}
    assert one(run, panel) is panel


def test_a_property_that_changes_from_1_to_true_is_changed() -> None:
    """In Python, 1 equals True; in JSON, the two values differ."""
    matcher = {"id": "byName", "options": "A"}
    override = {"matcher": matcher, "properties": [{"id": "custom.spanNulls", "value": 1}]}
    panel = {"fieldConfig": {"defaults": {}, "overrides": [override]}}
    after = map_properties(panel, lambda name, value: (name, bool(value)))
    (changed,) = after["fieldConfig"]["overrides"]
    assert changed["properties"][0]["value"] is True
