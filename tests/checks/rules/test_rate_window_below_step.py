from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.rate_window_below_step import check
from checks.views import PROMETHEUS, board, marks, problems

HALF = {"x": 0, "y": 0, "w": 12, "h": 8}


def graph(expr: str, **raw: Any) -> dict[str, Any]:
    """Return half a board's width: 1,280 points on a screen of 2,560 pixels."""
    target = {"refId": "A", "expr": expr, "datasource": PROMETHEUS, **raw.pop("target", {})}
    return {"type": "timeseries", "title": "P", "gridPos": HALF, "targets": [target], **raw}


def check_query(expr: str, opens: str = "now-7d", **raw: Any) -> list[str]:
    asked = board(time={"from": opens, "to": "now"}, panels=[graph(expr, **raw)])
    return [problem.what for problem in problems(check, asked)]


@pytest.mark.parametrize(
    ("opens", "window", "step"),
    [
        ("now-7d", "5m", "10m"),  # 604,800 s / 1,280 = 472.5 s
        ("now-2d", "1m", "2m"),  # 135 s
        ("now-30d", "30m", "30m"),  # 2,025 s is rounded to 30m
    ],
)
def test_a_window_below_the_step_of_the_initial_time_range_is_reported(
    opens: str, window: str, step: str
) -> None:
    messages = check_query(f"sum(rate(x_total[{window}]))", opens)
    if window == step:
        assert messages == []
    else:
        (what,) = messages
        assert what.startswith(f"rate over {window} ignores samples")
        assert what.endswith(f"the graph has a point only every {step}")


def test_the_short_window_is_marked() -> None:
    asked = board(time={"from": "now-7d", "to": "now"}, panels=[graph("rate(x_total[5m])")])
    assert marks(check, asked) == ["[5m]"]


@pytest.mark.parametrize(
    "raw",
    [
        {"maxDataPoints": 100},
        {"interval": "10m"},
        {"target": {"interval": "10m"}},
        {"timeFrom": "7d"},
    ],
)
def test_other_settings_that_lengthen_the_step_are_considered(raw: dict[str, Any]) -> None:
    assert len(check_query("rate(x_total[5m])", "now-24h", **raw)) == 1


@pytest.mark.parametrize(
    "expr",
    [
        "rate(x_total[$__rate_interval])",
        "rate(x_total[10m])",
        "irate(x_total[5m])",  # irate-over-long-range
        "max_over_time(rate(x_total[5m])[1d:5m])",
        "rate(x_total[$interval]) or rate(x_total[5m])",
        "$f(x_total[5m])",
    ],
)
def test_windows_that_cannot_skip_samples_are_not_reported(expr: str) -> None:
    assert check_query(expr) == []


@pytest.mark.parametrize(
    ("opens", "raw"),
    [
        ("now-6h", {}),
        ("now-24h", {}),  # 67.5 s is rounded to 1m
        ("2024-01-01", {}),
        ("now-7d", {"type": "stat"}),
        ("now-7d", {"target": {"instant": True}}),
        ("now-7d", {"target": {"hide": True}}),
        ("now-7d", {"timeFrom": "1h"}),
        ("now-7d", {"interval": "$step"}),
    ],
)
def test_panels_with_short_steps_or_without_steps_are_not_reported(
    opens: str, raw: dict[str, Any]
) -> None:
    expr = "rate(x_total[1m])" if opens == "now-24h" else "rate(x_total[5m])"
    assert check_query(expr, opens, **raw) == []


def test_many_short_windows_give_one_problem_of_the_board() -> None:
    panels = [graph("rate(x_total[5m])") for _ in range(4)]
    (problem,) = problems(check, board(time={"from": "now-7d", "to": "now"}, panels=panels))
    assert problem.what.endswith("; 3 more ranges on the board are too short in the same way")
    assert problem.pointer == ("time", "from")


@pytest.mark.parametrize(
    "raw",
    [
        {"gridPos": {**HALF, "w": 10**400}},
        {"target": {"intervalFactor": 10**400}},
        {"target": {"intervalFactor": float("inf")}},
        {"maxDataPoints": 10**400},
    ],
)
def test_absurdly_large_numbers_cause_no_error(raw: dict[str, Any]) -> None:
    check_query("rate(x_total[5m])", **raw)
