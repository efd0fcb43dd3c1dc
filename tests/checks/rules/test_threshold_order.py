from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.threshold_order import check
from checks.views import panel, problems

Step = tuple[str, float | None]


def stat(*steps: Step, kind: str = "stat", override: bool = False) -> dict[str, Any]:
    thresholds = {"steps": [{"color": color, "value": value} for color, value in steps]}
    if override:
        properties = [{"id": "thresholds", "value": thresholds}]
        matcher = {"id": "byName", "options": "a"}
        config: Any = {"overrides": [{"matcher": matcher, "properties": properties}]}
    else:
        config = {"defaults": {"thresholds": thresholds}}
    return {"type": kind, "fieldConfig": config}


@pytest.mark.parametrize("override", [False, True])
@pytest.mark.parametrize(
    ("steps", "severity", "what"),
    [
        (
            [("green", None), ("orange", 80), ("red", 80)],
            "info",
            "two thresholds are 80, so the colour orange never appears",
        ),
        (
            [("green", None), ("orange", 90), ("red", 80)],
            "warning",
            "the threshold 80 (red) comes after the higher threshold 90",
        ),
        (
            [("green", 0), ("orange", 0.5), ("yellow", 0.4), ("red", 0.4)],
            "warning",
            "the threshold 0.4 (yellow) comes after the higher threshold 0.5",
        ),
    ],
)
def test_thresholds_out_of_order_are_reported(
    steps: list[Step], severity: str, what: str, override: bool
) -> None:
    (found,) = problems(check, panel(**stat(*steps, override=override)).board)
    assert (found.severity, found.what) == (severity, what)


@pytest.mark.parametrize(
    "raw",
    [
        stat(("green", None), ("orange", 80), ("red", 90)),
        stat(("green", 0), ("red", 0)),  # the first one is the base, with any value
        stat(("green", None), ("red", 80), ("red", 80)),
        stat(("green", None)),
        stat(("green", None), ("orange", 80), ("red", 80), kind="timeseries"),
        {"type": "stat", "fieldConfig": {"defaults": {"thresholds": {"steps": "no list"}}}},
    ],
)
def test_thresholds_in_order_or_not_shown_are_not_reported(raw: dict[str, Any]) -> None:
    assert problems(check, panel(**raw).board) == []


def test_a_graph_that_draws_thresholds_out_of_order_is_reported() -> None:
    raw = stat(("green", None), ("orange", 80), ("red", 70), kind="timeseries")
    raw["fieldConfig"]["defaults"]["custom"] = {"thresholdsStyle": {"mode": "line"}}
    assert len(problems(check, panel(**raw).board)) == 1
