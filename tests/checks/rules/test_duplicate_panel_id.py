from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.duplicate_panel_id import check
from checks.views import board, messages, problems


def test_each_later_panel_with_a_used_id_is_reported() -> None:
    row = {"id": 4, "type": "row", "panels": [{"id": 2, "type": "stat"}]}
    panels = [{"id": 2, "type": "text", "title": "First"}, row, {"id": 4, "type": "stat"}]
    found = problems(check, board(panels=panels))
    assert [problem.what for problem in found] == [
        '"First" has the same id, 2',
        "a row has the same id, 4",
    ]
    assert found[0].pointer == ("panels", 1, "panels", 0, "id")


def test_many_panels_with_the_same_id_give_one_finding() -> None:
    assert len(messages(check, board(panels=[{"id": 1, "type": "stat"}] * 9))) == 1


@pytest.mark.parametrize(
    "panels",
    [
        [{"id": 1}, {"id": 2}],
        [{}, {}],
        [{"id": 1, "repeat": "x"}, {"id": 1, "repeatPanelId": 1}],
        [{"id": "1"}, {"id": "1"}],
        [{"id": 0}, {"id": 0}],  # Grafana gives both panels a new id
    ],
)
def test_panels_with_different_ids_are_not_reported(panels: list[dict[str, Any]]) -> None:
    assert messages(check, board(panels=panels)) == []
