from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.unread_field import check
from checks.views import board, problems


def test_options_of_the_graph_that_it_was_are_one_finding() -> None:
    raw = {"type": "timeseries", "lines": True, "yaxes": [{"format": "bytes"}], "options": {}}
    (found,) = problems(check, board(panels=[raw]))
    assert found.what == "a time series does not read yaxes, lines, options of the old graph"
    assert found.pointer == ("panels", 0, "yaxes")


@pytest.mark.parametrize("kind", ["graph", "timeseries"])
def test_an_alert_in_a_panel_of_any_type(kind: str) -> None:
    (found,) = problems(check, board(panels=[{"type": kind, "alert": {"name": "Down"}}]))
    assert found.what.startswith("its alert is never evaluated")
    assert found.pointer == ("panels", 0, "alert")


@pytest.mark.parametrize(
    "raw",
    [
        {"type": "timeseries", "alert": None, "fieldConfig": {"defaults": {"unit": "bytes"}}},
        {"type": "timeseries", "alert": {}, "options": {"legend": {}}},
        {"type": "graph", "yaxes": [{"format": "bytes"}], "lines": True},
        {"type": "some-plugin-panel", "lines": True},
    ],
)
def test_what_is_read_or_says_nothing(raw: dict[str, Any]) -> None:
    assert problems(check, board(panels=[raw])) == []
