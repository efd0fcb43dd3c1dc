from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.repeat_single_value import check
from checks.views import board, problems


@pytest.mark.parametrize(
    ("variable", "count"),
    [
        ({}, 1),
        ({"type": "custom"}, 1),
        ({"multi": True}, 0),
        ({"includeAll": True}, 0),
        ({"name": "other"}, 0),
    ],
)
def test_a_repeat_for_a_variable_of_one_value_is_reported(
    variable: dict[str, Any], count: int
) -> None:
    variables = [{"name": "host", "type": "query", **variable}]
    for raw in (
        {"panels": [{"id": 1, "type": "stat", "repeat": "host"}]},
        {"rows": [{"title": "Host", "repeat": "host", "panels": []}]},
    ):
        found = problems(check, board(variables=variables, **raw))
        assert [problem.pointer[-1] for problem in found] == ["repeat"] * count


def test_a_panel_without_a_valid_repeat_is_not_reported() -> None:
    variables = [{"name": "host", "type": "query"}]
    panels = [{"id": 1, "type": "stat", "repeat": None}, {"id": 2, "repeat": 3}]
    assert problems(check, board(variables=variables, panels=panels)) == []


def test_a_variable_is_reported_once() -> None:
    """Three repeats of one variable: the first, and 3 - 1 = 2 others."""
    panels = [{"id": number, "type": "stat", "repeat": "host"} for number in (1, 2, 3)]
    variables = [{"name": "host", "type": "query"}]
    (found,) = problems(check, board(variables=variables, panels=panels))
    assert found.what == (
        "the panel is repeated for $host, which can have only one value at a time, "
        "and so are 2 other panels"
    )
    assert found.pointer == ("panels", 0, "repeat")
