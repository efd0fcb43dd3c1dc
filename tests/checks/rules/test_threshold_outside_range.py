from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks import PanelView
from boardwright.checks.rules.threshold_outside_range import check
from checks.views import messages, panel


def gauge(value: float | None, **raw: Any) -> PanelView:
    steps = [{"color": "green", "value": None}, {"color": "red", "value": value}]
    defaults = {"min": 0, "max": 1, "thresholds": {"mode": "absolute", "steps": steps}}
    defaults |= raw.pop("defaults", {})
    config = {"defaults": defaults, "overrides": raw.pop("overrides", [])}
    return panel(**{"type": "gauge", "fieldConfig": config, **raw})


@pytest.mark.parametrize(
    ("value", "raw"),
    [
        (80, {}),
        (-100, {"type": "bargauge"}),
        (80, {"type": "timeseries", "defaults": {"color": {"mode": "thresholds"}}}),
        (
            80,
            {
                "type": "timeseries",
                "defaults": {"custom": {"thresholdsStyle": {"mode": "line"}}},
            },
        ),
        (10**300, {}),
        (80, {"defaults": {"unit": "percentunit", "max": 1}}),
    ],
)
def test_a_threshold_outside_the_range_is_reported(value: float, raw: dict[str, Any]) -> None:
    assert messages(check, gauge(value, **raw)) == [
        f"the threshold {value:g} is outside the range of 0 to 1"
    ]


@pytest.mark.parametrize(
    ("value", "raw"),
    [
        (0.8, {}),
        (1, {}),
        # a number of pods: the bar is full from 100 on, and turns red at 2000
        (2000, {"type": "bargauge", "defaults": {"min": 1, "max": 100, "unit": "none"}}),
        (None, {}),
        (80, {"defaults": {"max": None}}),
        (80, {"defaults": {"color": {"mode": "fixed"}}}),
        (80, {"type": "timeseries"}),
        (80, {"type": "stat"}),
        (80, {"overrides": [{"properties": [{"id": "max", "value": 100}]}]}),
        (80, {"overrides": [{"properties": [{"id": "color", "value": {"mode": "fixed"}}]}]}),
    ],
)
def test_a_threshold_inside_the_range_or_not_shown_is_not_reported(
    value: float | None, raw: dict[str, Any]
) -> None:
    assert messages(check, gauge(value, **raw)) == []


def test_percentage_thresholds_are_relative_to_min_and_max() -> None:
    steps = [{"color": "green", "value": None}, {"color": "red", "value": 80}]
    thresholds = {"mode": "percentage", "steps": steps}
    assert messages(check, gauge(None, defaults={"thresholds": thresholds})) == []


@pytest.mark.parametrize(("value", "count"), [(-0.5, 0), (1.5, 0), (9.9, 0), (10, 1), (-10, 1)])
def test_a_threshold_close_to_the_range_is_not_reported(value: float, count: int) -> None:
    """Less than no error budget is left: -0.5 on a range of 0 to 1 is reached. 10 is 10 times 1."""
    assert len(messages(check, gauge(value, type="bargauge"))) == count


def test_a_percentage_far_above_the_maximum_is_reported() -> None:
    percentage = gauge(1000, defaults={"max": 100, "unit": "percent"})
    assert messages(check, percentage) == ["the threshold 1000 is outside the range of 0 to 100"]
