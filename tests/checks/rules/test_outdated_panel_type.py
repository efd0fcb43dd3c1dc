from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.outdated_panel_type import check
from checks.views import board, problems


def test_removed_types_give_one_finding_with_the_number_of_panels() -> None:
    panels = [
        {"id": 1, "type": "stat"},
        {"id": 2, "type": "singlestat"},
        {"id": 3, "type": "graph"},
    ]
    (found,) = problems(check, board(panels=panels))
    assert found.what == (
        "2 panels have removed types: graph (now timeseries), singlestat (now stat)"
    )
    assert found.pointer == ("panels", 1, "type")


@pytest.mark.parametrize("raw", [{"type": "timeseries"}, {"type": "graph", "repeatPanelId": 2}])
def test_current_types_and_repeated_copies_are_not_reported(raw: dict[str, Any]) -> None:
    assert problems(check, board(panels=[raw])) == []


def test_a_partly_converted_panel_is_reported_as_a_guess() -> None:
    """Grafana's API changed the type, and left the options to the web interface."""
    panels = [{"id": 1, "type": "timeseries", "autoMigrateFrom": "graph"}]
    (found,) = problems(check, board(panels=panels))
    assert not found.certain
    assert found.what == (
        "1 panel is only partly converted from a removed type: graph (now timeseries)"
    )


def test_removed_and_partly_converted_types_are_reported_apart() -> None:
    panels = [
        {"id": 1, "type": "timeseries", "autoMigrateFrom": "graph"},
        {"id": 2, "type": "timeseries", "autoMigrateFrom": "graph"},
        {"id": 3, "type": "singlestat"},
    ]
    found = problems(check, board(panels=panels))
    assert [(each.what, each.pointer) for each in found] == [
        ("1 panel has a removed type: singlestat (now stat)", ("panels", 2, "type")),
        (
            "2 panels are only partly converted from a removed type: graph (now timeseries)",
            ("panels", 0, "type"),
        ),
    ]
