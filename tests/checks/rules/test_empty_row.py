from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.empty_row import check
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
def test_empty(raw: dict[str, Any]) -> None:
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
def test_filled(raw: dict[str, Any]) -> None:
    assert messages(check, board(**raw)) == []
