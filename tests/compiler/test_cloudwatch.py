from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.cloudwatch import run

from .helpers import one


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"statistics": ["Average"], "refId": "A"}, [{"statistic": "Average", "refId": "A"}]),
        (
            {"statistics": ["Average"], "statistic": "Maximum"},
            [{"statistic": "Maximum"}],
        ),
        (
            {"statistics": ["Average", "Maximum"], "refId": "A"},
            [{"statistic": "Average", "refId": "A"}, {"statistic": "Maximum"}],
        ),
        ({"expr": "up"}, [{"expr": "up"}]),
    ],
)
def test_one_statistic_a_query(before: dict[str, Any], after: list[Any]) -> None:
    assert one(run, {"type": "timeseries", "targets": [before]})["targets"] == after
