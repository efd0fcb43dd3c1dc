from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.defaults import run
from boardwright.schema.new_panel_values import COLOR_MODES, CUSTOM, OPTIONS, THRESHOLDS
from boardwright.schema.panel_types import CORE

from .helpers import one


@pytest.mark.parametrize("kind", sorted(COLOR_MODES))
def test_a_new_panel_gets_a_color_mode_and_thresholds(kind: str) -> None:
    found = one(run, {"type": kind})["fieldConfig"]
    assert found == {
        "defaults": {"color": {"mode": COLOR_MODES[kind]}, "thresholds": THRESHOLDS},
        "overrides": [],
    }


@pytest.mark.parametrize("kind", sorted(OPTIONS))
def test_a_new_panel_gets_default_options(kind: str) -> None:
    assert one(run, {"type": kind})["options"] == OPTIONS[kind]


def test_existing_values_take_precedence() -> None:
    present: dict[str, Any] = {
        "type": "timeseries",
        "options": {"legend": {"calcs": ["max"]}, "other": 1},
        "fieldConfig": {"defaults": {"color": {"mode": "fixed"}, "unit": "s"}, "overrides": [{}]},
    }
    after = one(run, present)
    assert after["options"]["legend"] == {**OPTIONS["timeseries"]["legend"], "calcs": ["max"]}
    assert after["options"]["other"] == 1
    assert after["fieldConfig"]["defaults"]["color"] == {"mode": "fixed"}
    assert after["fieldConfig"]["overrides"] == [{}]


@pytest.mark.parametrize("panel", [{"type": "row"}, {"type": "natel-discrete-panel"}, {"x": 1}])
def test_other_panels_are_not_copied(panel: dict[str, Any]) -> None:
    assert one(run, panel) is panel


def test_the_tables_list_only_core_panels() -> None:
    assert {*COLOR_MODES, *OPTIONS, *CUSTOM} <= CORE


@pytest.mark.parametrize(
    ("config", "stays"),
    [
        ({"defaults": {"custom": {}, "thresholds": {"steps": []}}, "overrides": []}, False),
        ({"defaults": {"unit": "s"}}, True),
    ],
)
def test_panels_without_queries_have_no_empty_fields(config: dict[str, Any], stays: bool) -> None:
    assert ("fieldConfig" in one(run, {"type": "text", "fieldConfig": config})) is stays
