from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.stored_repeat_clones import check
from checks.views import board, problems


def test_stored_copies_give_one_finding_with_the_number_of_panels() -> None:
    panels = [
        {"id": 1, "repeat": "x"},
        {"id": 2, "repeatPanelId": 1},
        {"id": 3, "repeatPanelId": 1},
    ]
    (found,) = problems(check, board(panels=panels))
    assert found.what == "2 of 3 panels are stored copies of repeated panels"
    assert found.pointer == ("panels", 1, "repeatPanelId")


@pytest.mark.parametrize("panels", [[], [{"id": 1, "repeat": "x"}], [{"repeatPanelId": None}]])
def test_a_board_without_stored_copies_is_not_reported(panels: list[dict[str, Any]]) -> None:
    assert problems(check, board(panels=panels)) == []
