"""Times relative to now. A day is 86,400,000 ms long, and a month 30 days, or 2,592,000,000 ms."""

from __future__ import annotations

import pytest

from boardwright.notation.relative_times import (
    RelativeTime,
    parse_range_start,
    parse_relative_time,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", (0, 0, "", "")),
        ("now-6h", (-21_600_000, 6, "h", "")),
        ("now+2M", (5_184_000_000, 2, "M", "")),
        ("now-1d/d", (-86_400_000, 1, "d", "d")),
        ("now/fy", (0, 0, "", "fy")),
        ("6h", None),
        ("now-6", None),
        ("now - 6h", None),
        (f"now-{'9' * 5000}h", None),
    ],
)
def test_a_relative_time_is_parsed(text: str, expected: tuple[int, int, str, str] | None) -> None:
    found = parse_relative_time(text)
    if expected is None:
        assert found is None
    else:
        shift, count, unit, rounding = expected
        assert found == RelativeTime(shift=shift, count=count, unit=unit, rounding=rounding)


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("90m", -5_400_000),
        (" 7d ", -604_800_000),
        ("0h", None),
        ("1", None),
        ("-1h", None),
        ("1h30m", None),
        ("1d/d", None),
        ("9000y", None),
    ],
)
def test_a_length_is_the_start_of_a_range_that_ends_now(text: str, shift: int | None) -> None:
    found = parse_range_start(text)
    assert (found.shift if found else None) == shift
