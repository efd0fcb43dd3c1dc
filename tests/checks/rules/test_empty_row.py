from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks import BoardView
from boardwright.checks.rules.empty_row import check
from boardwright.checks.settings import Settings
from boardwright.checks.views.reading import source_of_json
from boardwright.schema.document import Place
from checks.views import board, messages

ROW = {"id": 1, "type": "row", "title": "CPU"}
STAT = {"id": 2, "type": "stat"}


@pytest.mark.parametrize(
    "raw",
    [
        {"panels": [{**ROW, "collapsed": True, "panels": []}, STAT]},
        {"panels": [{**ROW, "collapsed": False}]},
        {"panels": [ROW, {**ROW, "id": 3}, STAT]},
        {"panels": [STAT, {**ROW, "panels": []}]},
        {"rows": [{"title": "CPU", "showTitle": True, "panels": []}], "panels": None},
    ],
)
def test_a_row_without_panels_is_reported(raw: dict[str, Any]) -> None:
    assert len(messages(check, board(**raw))) == 1


@pytest.mark.parametrize(
    "raw",
    [
        {"panels": [ROW, STAT]},
        {"panels": [{**ROW, "collapsed": True, "panels": [STAT]}]},
        {"panels": [{**ROW, "collapsed": False, "panels": [STAT]}]},
        {
            "panels": [
                {**STAT, "gridPos": {"x": 0, "y": 1, "w": 6, "h": 4}},
                {**ROW, "gridPos": {"x": 0, "y": 0, "w": 24, "h": 1}},
            ]
        },
        {"rows": [{"title": "CPU", "showTitle": True, "panels": [STAT]}]},
        {"rows": [{"title": "Row", "showTitle": False, "panels": []}]},
    ],
)
def test_a_row_with_panels_is_not_reported(raw: dict[str, Any]) -> None:
    assert messages(check, board(**raw)) == []


def _v2_rows(*rows: dict[str, Any]) -> dict[str, Any]:
    items = [{"kind": "RowsLayoutRow", "spec": row} for row in rows]
    return {"kind": "RowsLayout", "spec": {"rows": items}}


def test_a_v2_row_that_contains_rows_is_not_reported() -> None:
    inner = _v2_rows({"title": "empty", "layout": {"kind": "GridLayout", "spec": {"items": []}}})
    layout = _v2_rows({"title": "outer", "layout": inner})
    data = {
        "apiVersion": "dashboard.grafana.app/v2beta1",
        "kind": "Dashboard",
        "metadata": {"name": "x"},
        "spec": {"title": "x", "elements": {}, "layout": layout},
    }
    source = source_of_json(data, place=Place(file="x.json"))
    found = list(check(BoardView(source, Settings())))
    assert [finding.at.title for finding in found] == ["empty"]


def test_an_empty_tab_of_a_declared_board_is_reported() -> None:
    """A tab with rows in it is not empty; the second tab is."""
    tab = {"$v2": {"kind": "TabsLayoutTab"}}
    inner = {**ROW, "id": 3, "title": "R", "$v2": {"level": 1}}
    empty = {**ROW, "id": 4, "title": "Empty", **tab}
    found = board(panels=[{**ROW, **tab}, inner, STAT, empty])
    assert messages(check, found) == ["the tab has no panels"]


@pytest.mark.parametrize(
    ("title", "count"), [("Purposely Empty Row", 0), ("Spacer", 0), ("Empty queues", 1)]
)
def test_a_row_with_a_title_such_as_empty_on_purpose_is_not_reported(
    title: str, count: int
) -> None:
    assert len(messages(check, board(panels=[STAT, {**ROW, "title": title}]))) == count
