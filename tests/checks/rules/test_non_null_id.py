from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.non_null_id import check
from checks.views import board, problems


@pytest.mark.parametrize(
    ("number", "count"), [(7, 1), (10**300, 1), (None, 0), (0, 0), ("7", 0), (True, 0)]
)
def test_a_board_id_other_than_null_and_zero_is_reported(number: Any, count: int) -> None:
    found = problems(check, board(id=number))
    assert [problem.pointer for problem in found] == [("id",)] * count


def test_the_id_of_a_provisioned_board_is_not_reported() -> None:
    file = "grafana/provisioning/dashboards/node.json"
    assert problems(check, board(id=7, file=file)) == []
