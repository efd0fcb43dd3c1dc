from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.refresh_too_fast import check
from boardwright.checks.settings import Settings
from checks.views import board, messages


@pytest.mark.parametrize(
    ("refresh", "inside", "outside"),
    [
        ("1s", 1, 1),
        ("0.5s", 1, 1),
        ("4s1ms", 1, 1),
        ("1s1m", 0, 0),
        ("1M", 0, 0),
        ("5s", 1, 0),
        ("10s", 0, 0),
        ("1m", 0, 0),
        ("", 0, 0),
        (False, 0, 0),
        ("auto", 0, 0),
        ("$refresh", 0, 0),
    ],
)
def test_a_refresh_below_the_scrape_interval_is_reported(
    refresh: Any, inside: int, outside: int
) -> None:
    targets = [{"refId": "A", "expr": "up", "datasource": {"type": "prometheus", "uid": "x"}}]
    panels = [{"id": 1, "type": "stat", "targets": targets}]
    assert len(messages(check, board(refresh=refresh, panels=panels))) == inside
    assert len(messages(check, board(Settings(), refresh=refresh, panels=panels))) == outside


def test_boards_that_do_not_query_prometheus_are_not_judged() -> None:
    assert messages(check, board(refresh="1s")) == []
