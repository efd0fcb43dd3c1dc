from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.types import run

from .helpers import CONTEXT, board, one, remarks


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"maxDataPoints": "100"}, {"maxDataPoints": 100}),
        ({"interval": 10}, {"interval": "10"}),
        (
            {"transparent": "true", "hideTimeOverride": 0},
            {"transparent": True, "hideTimeOverride": False},
        ),
        ({"repeat": "x", "repeatDirection": ""}, {"repeat": "x"}),
        (
            {"targets": [{"expr": 5, "legendFormat": 0.5}, {"expr": "up", "legendFormat": None}]},
            {
                "targets": [
                    {"expr": "5", "legendFormat": "0.5"},
                    {"expr": "up", "legendFormat": None},
                ]
            },
        ),
        (
            {"fieldConfig": {"defaults": {"min": "0", "unit": 5}}},
            {"fieldConfig": {"defaults": {"min": 0, "unit": "5"}}},
        ),
    ],
)
def test_values_of_panels_are_converted_to_the_right_type(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert one(run, {"type": "stat", **before}) == {"type": "stat", **after}


@pytest.mark.parametrize(
    ("panel", "key"),
    [
        ({"maxDataPoints": "$points"}, "maxDataPoints"),
        ({"fieldConfig": {"defaults": {"max": "auto"}}}, "max"),
        ({"description": {"x": 1}}, "description"),
    ],
)
def test_an_unreadable_value_is_dropped_with_a_remark(panel: dict[str, Any], key: str) -> None:
    after = one(run, {"type": "stat", **panel})
    assert key not in after
    assert f"`{key}`" in remarks(after)[0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"time": {"from": 1, "to": 2}}, {"time": {"from": "1", "to": "2"}}),
        ({"graphTooltip": True, "editable": 1}, {"graphTooltip": 1, "editable": True}),
        (
            {"templating": {"list": [{"refresh": "2", "multi": "false"}]}},
            {"templating": {"list": [{"refresh": 2, "multi": False}]}},
        ),
        (
            {"annotations": {"list": [{"enable": "true", "step": 10}]}},
            {"annotations": {"list": [{"enable": True, "step": "10"}]}},
        ),
        ({"links": [{"keepTime": "x", "title": 1}]}, {"links": [{"title": "1"}]}),
    ],
)
def test_values_of_boards_are_converted_to_the_right_type(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert run(board(**before), CONTEXT) == board(**after)


def test_a_board_with_values_of_the_right_type_is_not_copied() -> None:
    before = board({"type": "stat", "maxDataPoints": 1.5}, time={"from": "now-1h", "to": "now"})
    assert run(before, CONTEXT) is before
