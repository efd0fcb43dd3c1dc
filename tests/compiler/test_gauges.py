from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.gauges import run

from .helpers import one


def test_a_bar_gauge_of_grafana_6_or_grafanalib_is_converted() -> None:
    after = one(
        run,
        {
            "type": "bargauge",
            "options": {
                "displayMode": "basic",
                "fieldOptions": {
                    "calcs": ["mean"],
                    "defaults": {"min": 0, "max": 9, "title": "T", "unit": "s", "links": []},
                    "limit": None,
                    "mappings": [],
                    "override": {},
                    "thresholds": [{"color": "green", "value": "null"}],
                    "values": False,
                },
                "showThresholdLabels": False,
                "showThresholdMarkers": True,
            },
        },
    )
    assert after == {
        "type": "bargauge",
        "fieldConfig": {
            "defaults": {
                "min": 0,
                "max": 9,
                "unit": "s",
                "links": [],
                "displayName": "T",
                "thresholds": {
                    "mode": "absolute",
                    "steps": [{"color": "green", "value": "null"}],
                },
            },
            "overrides": [],
        },
        "options": {
            "displayMode": "basic",
            "reduceOptions": {"calcs": ["mean"], "values": False},
        },
    }


def test_a_gauge_of_grafanalib_is_converted() -> None:
    after = one(
        run,
        {
            "type": "gauge",
            "fieldConfig": {
                "defaults": {
                    "calcs": ["max"],
                    "values": True,
                    "limit": 5,
                    "title": "T",
                    "override": {},
                    "min": 0,
                },
                "showThresholdLabels": True,
                "showThresholdMarkers": False,
            },
        },
    )
    assert after == {
        "type": "gauge",
        "fieldConfig": {"defaults": {"min": 0, "displayName": "T"}},
        "options": {
            "reduceOptions": {"calcs": ["max"], "values": True, "limit": 5},
            "showThresholdLabels": True,
            "showThresholdMarkers": False,
        },
    }


def test_a_gauge_of_grafana_5_is_converted() -> None:
    after = one(
        run,
        {
            "type": "gauge",
            "options": {
                "valueOptions": {"stat": "avg", "unit": "percent", "decimals": 1},
                "minValue": 0,
                "maxValue": "100",
                "thresholds": [
                    {"index": 1, "value": 80, "color": "red"},
                    {"index": 0, "value": None, "color": "green"},
                ],
            },
        },
    )
    defaults = after["fieldConfig"]["defaults"]
    assert (defaults["unit"], defaults["min"], defaults["max"]) == ("percent", 0, 100)
    assert [step["color"] for step in defaults["thresholds"]["steps"]] == ["green", "red"]
    assert after["options"] == {"reduceOptions": {"calcs": ["mean"]}}


@pytest.mark.parametrize(
    "panel",
    [
        {"type": "gauge", "options": {"reduceOptions": {"calcs": ["max"]}}},
        {"type": "stat", "fieldConfig": {"defaults": {"unit": "s"}, "overrides": []}},
        {"type": "timeseries", "options": {"fieldOptions": {}}},
    ],
)
def test_current_panels_are_not_copied(panel: dict[str, Any]) -> None:
    assert one(run, panel) is panel
