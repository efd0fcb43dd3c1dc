from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks import PanelView
from boardwright.checks.rules.hidden_mappings import check
from checks.views import messages, panel

STEPS = [{"color": "green", "value": None}, {"color": "red", "value": 80}]
DOWN = [{"type": "value", "options": {"0": {"text": "down", "color": "red"}}}]


def timeline(**raw: Any) -> PanelView:
    defaults = {
        "color": {"mode": "thresholds"},
        "thresholds": {"mode": "absolute", "steps": STEPS},
        "mappings": DOWN,
        **raw.pop("defaults", {}),
    }
    config = {"defaults": defaults, "overrides": raw.pop("overrides", [])}
    return panel(**{"type": "state-timeline", "fieldConfig": config, **raw})


@pytest.mark.parametrize("raw", [{}, {"options": {"mergeValues": True}}])
def test_mappings_that_thresholds_hide_are_reported(raw: dict[str, Any]) -> None:
    assert messages(check, timeline(**raw)) == [
        "the value mappings have no effect, because the panel takes its colours from thresholds"
    ]


@pytest.mark.parametrize(
    "raw",
    [
        {"type": "status-history"},
        {"transformations": [{"id": "groupingToMatrix", "options": {}}]},
        {"options": {"mergeValues": False}},
        {"defaults": {"color": {"mode": "fixed"}}},
        {"defaults": {"color": None}},
        {"defaults": {"mappings": []}},
        {"defaults": {"thresholds": {"mode": "absolute", "steps": []}}},
        {"overrides": [{"properties": [{"id": "color", "value": {"mode": "fixed"}}]}]},
        {"overrides": [{"properties": [{"id": "mappings", "value": []}]}]},
    ],
)
def test_mappings_that_are_shown_are_not_reported(raw: dict[str, Any]) -> None:
    assert messages(check, timeline(**raw)) == []
