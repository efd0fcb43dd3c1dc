from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from boardwright.compiler.passes.obsolete import run
from boardwright.schema.editor_defaults import REFRESH_INTERVALS

from .helpers import CONTEXT, board, one, remarks


def drop_obsolete(**fields: Any) -> dict[str, Any]:
    after = run(board(**fields), CONTEXT)
    return {key: value for key, value in after.items() if key not in board()}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"schemaVersion": 42}, {}),
        ({"id": 5, "version": 3, "style": "dark", "hideControls": False, "iteration": 1}, {}),
        ({"sharedCrosshair": True}, {"graphTooltip": 1}),
        ({"sharedCrosshair": True, "graphTooltip": 2}, {"graphTooltip": 2}),
        ({"sharedCrosshair": False}, {}),
        ({"gnetId": None}, {}),
        ({"gnetId": 1860}, {"gnetId": "1860"}),
        ({"refresh": False}, {}),
        ({"refresh": ""}, {"refresh": ""}),
        ({"refresh": "1m30s"}, {"refresh": "1m30s"}),
        ({"refresh": "auto"}, {"refresh": "auto"}),
        ({"refresh": "10s"}, {"refresh": "10s"}),
        ({"timepicker": {"refresh_intervals": [*REFRESH_INTERVALS], "time_options": ["5m"]}}, {}),
        ({"timepicker": {"hidden": True, "now": True}}, {"timepicker": {"hidden": True}}),
        ({"timepicker": {"nowDelay": None, "hidden": False}}, {}),
        ({"timepicker": []}, {}),
        ({"description": "", "links": []}, {}),
        ({"description": "d", "liveNow": False}, {"description": "d", "liveNow": False}),
    ],
)
def test_obsolete_fields_of_a_board_are_removed(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert drop_obsolete(**before) == {"schemaVersion": 41, **after}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"editable": True, "error": False, "isNew": True}, {}),
        ({"repeat": None, "repeatDirection": None, "maxPerRow": 4}, {}),
        ({"repeat": "host", "maxPerRow": 4}, {"repeat": "host", "maxPerRow": 4}),
        ({"interval": "", "timeFrom": None, "links": []}, {}),
        ({"interval": "1m", "plugin": {"x": None}}, {"interval": "1m", "plugin": {"x": None}}),
    ],
)
def test_obsolete_fields_of_a_panel_are_removed(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    assert one(run, {"type": "stat", **before}) == {"type": "stat", **after}


def test_only_fields_of_rows_are_kept_in_a_row() -> None:
    row = {"type": "row", "title": "R", "collapsed": True, "panels": [], "id": 1}
    leftovers = {"maxDataPoints": 100, "fieldConfig": {}, "targets": [], "datasource": None}
    assert one(run, row | leftovers) == row


@pytest.mark.parametrize(
    ("refresh", "kept"),
    [
        ("10s", "30s"),
        ("0.5s", "30s"),
        ("29.5s", "30s"),
        ("30s", "30s"),
        ("1s1m", "1s1m"),
        ("1m", "1m"),
        ("1M", "1M"),
        ("1d12h", "30s"),
        ("0s", "30s"),
        ("auto", "auto"),
        ("", ""),
    ],
)
def test_a_refresh_below_the_minimum_of_the_grafana_is_raised(refresh: str, kept: str) -> None:
    context = replace(CONTEXT, least_refresh="30s")
    assert run(board(refresh=refresh), context)["refresh"] == kept


@pytest.mark.parametrize("refresh", ["abc", "5", "10s ", "-5s", 5, True])
def test_a_refresh_that_grafana_cannot_read_is_remarked(refresh: Any) -> None:
    after = run(board(refresh=refresh), CONTEXT)
    assert "refresh" not in after
    assert "is not a duration" in remarks(after)[0]
