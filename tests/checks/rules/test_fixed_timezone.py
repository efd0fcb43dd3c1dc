from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.fixed_timezone import check
from checks.views import board, messages


@pytest.mark.parametrize(
    ("zone", "count"),
    [("Europe/Rome", 1), ("browser", 0), ("utc", 0), ("UTC", 0), ("", 0), (None, 0), (3, 0)],
)
def test_a_fixed_time_zone_is_reported_unless_it_is_utc(zone: Any, count: int) -> None:
    assert len(messages(check, board(timezone=zone))) == count
