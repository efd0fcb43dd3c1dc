"""Steps of queries, by Grafana's documentation."""

from __future__ import annotations

import pytest

from boardwright.preview.query_steps import compute_query_timing
from boardwright.preview.time_ranges import (
    TimeRange,
    build_last_range,
    read_board_range,
)
from boardwright.schema.intervals import round_interval

NOW = 1_700_000_000_000
HOUR = TimeRange(start=NOW - 3_600_000, end=NOW, text="Last 1 hour")


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (0, 1),
        (9, 1),
        (10, 10),
        (4_600, 5_000),
        (12_400, 10_000),
        (12_500, 15_000),
        (18_000, 20_000),
        (60_000, 60_000),
        (10**12, 31_536_000_000),
    ],
)
def test_intervals_are_rounded_as_in_grafana(interval: float, expected: int) -> None:
    assert round_interval(interval) == expected


def test_the_step_is_no_less_than_the_scrape_interval() -> None:
    found = compute_query_timing(HOUR, points=780, least=10_000, source_scrape=10_000)
    assert (found.step, found.start % 10_000, found.end % 10_000) == (10_000, 0, 0)
    assert found.compute_macros()["__rate_interval"] == "40s"  # four scrapes
    assert found.compute_macros()["__interval"] == "10s"


def test_a_wide_step_widens_the_rate_interval() -> None:
    found = compute_query_timing(HOUR, points=60, least=10_000, source_scrape=15_000)
    assert found.step == 60_000
    assert found.compute_macros() == {
        "__interval": "1m",
        "__interval_ms": "60000",
        "__range": "3600s",
        "__range_s": "3600",
        "__range_ms": "3600000",
        "__rate_interval": "1m15s",
        "__rate_interval_ms": "75000",
    }


def test_the_minimum_step_of_a_query_is_used_as_scrape_interval_of_rates() -> None:
    found = compute_query_timing(
        HOUR, points=780, least=10_000, query_least=30_000, source_scrape=10_000
    )
    assert (found.step, found.compute_macros()["__rate_interval"]) == (30_000, "2m")


def test_a_query_requests_at_most_11000_points() -> None:
    year = build_last_range("1y", NOW)
    found = compute_query_timing(year, points=100_000, least=10_000, source_scrape=10_000)
    points = (found.end - found.start) // found.step + 1
    assert points <= 11_001


@pytest.mark.parametrize(
    ("time", "length", "text"),
    [
        ({"from": "now-30m", "to": "now"}, 1_800_000, "Last 30 minutes"),
        ({"from": "now-1h", "to": "now"}, 3_600_000, "Last 1 hour"),
        ({"from": "now", "to": "now-1h"}, 21_600_000, "Last 6 hours"),
        (None, 21_600_000, "Last 6 hours"),
        ({"from": 7, "to": []}, 21_600_000, "Last 6 hours"),
        (
            {"from": "2023-11-14T00:00:00Z", "to": "2023-11-14T01:00:00Z"},
            3_600_000,
            "2023-11-14T00:00:00Z to 2023-11-14T01:00:00Z",
        ),
        (
            {"from": "1700000000000", "to": "1700000060000"},
            60_000,
            "1700000000000 to 1700000060000",
        ),
    ],
)
def test_the_time_range_of_a_board_is_read(time: object, length: int, text: str) -> None:
    found = read_board_range({"time": time}, NOW)
    assert (found.length, found.text) == (length, text)


def test_the_range_today_is_the_whole_day() -> None:
    found = read_board_range({"time": {"from": "now/d", "to": "now/d"}}, NOW)
    assert (found.start % 86_400_000, found.length) == (0, 86_399_999)
