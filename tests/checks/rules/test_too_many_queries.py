from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.too_many_queries import check
from checks.views import board, messages


def panels(count: int, **raw: Any) -> list[dict[str, Any]]:
    target = {"refId": "A", "expr": "up", **raw}
    return [{"id": n, "type": "stat", "targets": [target]} for n in range(count)]


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        (panels(101), 1),
        (panels(100), 0),
        (panels(101, hide=True), 0),
        ([{"id": 999, "type": "row", "collapsed": True, "panels": panels(101)}], 0),
        ([{"id": 999, "type": "row", "collapsed": False, "panels": panels(101)}], 1),
    ],
)
def test_a_board_that_sends_more_than_100_queries_is_reported(
    raw: list[dict[str, Any]], count: int
) -> None:
    assert len(messages(check, board(panels=raw))) == count
