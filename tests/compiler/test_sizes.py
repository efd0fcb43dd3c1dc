from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.sizes import run

from .helpers import one


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"span": 4}, {"gridPos": {"w": 8}}),
        ({"span": 2.5}, {"gridPos": {"w": 4}}),
        ({"span": "6"}, {"gridPos": {"w": 12}}),
        ({"span": 20}, {"gridPos": {"w": 24}}),
        ({"span": 0.1}, {"gridPos": {"w": 1}}),
        ({"height": "250px"}, {"gridPos": {"h": 7}}),
        ({"height": 380}, {"gridPos": {"h": 10}}),
        ({"height": "30"}, {"gridPos": {"h": 3}}),
        ({"height": "50%"}, {}),
        ({"span": None, "height": None, "minSpan": None}, {}),
        (
            {"span": 4, "gridPos": {"h": 1, "w": 2, "x": 3, "y": 4}},
            {"gridPos": {"h": 1, "w": 2, "x": 3, "y": 4}},
        ),
        ({"span": 4, "gridPos": {"h": 9, "w": None}}, {"gridPos": {"h": 9, "w": 8}}),
        ({"repeat": "host", "minSpan": 3}, {"repeat": "host", "maxPerRow": 8}),
        ({"repeat": "host", "minSpan": 5}, {"repeat": "host", "maxPerRow": 4}),
        ({"repeat": "host", "minSpan": 13}, {"repeat": "host", "maxPerRow": 1}),
        ({"repeat": "host", "minSpan": 1}, {"repeat": "host"}),
        ({"minSpan": 3}, {}),
    ],
)
def test_span_and_height_become_a_grid_position(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert one(run, {"type": "stat", **before}) == {"type": "stat", **after}
