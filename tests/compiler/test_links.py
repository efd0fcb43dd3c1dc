from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.links import BOARD_LINK, run

from .helpers import CONTEXT, board, one


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"title": "t", "url": "/x", "targetBlank": True},) * 2,
        ({"type": "absolute", "title": "t", "url": "/x"}, {"title": "t", "url": "/x"}),
        (
            {"type": "dashboard", "dashUri": "db/node", "dashboard": "Node", "title": "t"},
            {"title": "t", "url": "dashboard/db/node"},
        ),
        (
            {"type": "dashboard", "dashboard": "Node View", "keepTime": True, "includeVars": True},
            {"url": "dashboard/db/node-view?$__url_time_range&$__all_variables"},
        ),
        (
            {"url": "/x?a=1", "params": "b=2", "keepTime": True},
            {"url": "/x?a=1&b=2&$__url_time_range"},
        ),
    ],
)
def test_links_of_panels_are_converted(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert one(run, {"type": "stat", "links": [before]})["links"] == [after]


def test_links_of_boards_are_complete() -> None:
    before = {"title": "t", "url": "/x", "icon": None}
    after = run(board(links=[before]), CONTEXT)
    assert after["links"] == [{**BOARD_LINK, "title": "t", "url": "/x"}]
