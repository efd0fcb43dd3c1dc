"""Additional JSON for grafanalib objects."""

from __future__ import annotations

import copy

import attr
from grafanalib.core import Dashboard, Target, Template, TimeSeries

from boardwright.library import with_json

from .plain import plain


def test_additional_json_is_added_to_the_json_of_the_class() -> None:
    target = with_json(Target(expr="up"), {"exemplar": True, "hide": True})
    data = plain(target)
    assert (data["expr"], data["exemplar"], data["hide"]) == ("up", True, True)


def test_objects_in_additional_json_are_merged() -> None:
    data = plain(with_json(Template(name="a", query="b"), {"current": {"text": "c"}}))
    assert data["current"]["text"] == "c"
    assert data["current"]["value"] is None


def test_the_original_object_is_unchanged() -> None:
    target = Target(expr="up")
    with_json(target, {"exemplar": True})
    assert "exemplar" not in target.to_json_data()


def test_additional_json_of_a_board_is_kept_by_numbering_and_copies() -> None:
    board = with_json(Dashboard(title="B", panels=[TimeSeries(title="x")]), {"weekStart": "monday"})
    assert isinstance(board, Dashboard)
    for each in (board.auto_panel_ids(), copy.copy(board), copy.deepcopy(board)):
        assert plain(each)["weekStart"] == "monday"
    assert plain(attr.evolve(board, title="C"))["title"] == "C"
