"""Parses the durations in a board's JSON.

Examples are `30s`, `>10s` (at least 10 seconds), `60` (seconds) and `now-24h` (a time range of 24
hours). The length of a variable such as `${window}` is unknown.
"""

from __future__ import annotations

from boardwright.notation.durations import parse_range_milliseconds
from boardwright.notation.relative_times import parse_relative_time
from boardwright.schema.dashboard import Dashboard


def parse_step_length(text: str) -> int | None:
    """Return the length of a step or window in milliseconds; None if the text is not a duration. A
    number without a unit means seconds.
    """
    text = text.strip().lstrip(">=").strip()
    return parse_range_milliseconds(f"{text}s" if text.isdecimal() else text)


def read_initial_range(board: Dashboard) -> int | None:
    """Return the length of a board's default time range in milliseconds; None if the length is
    unknown, or if the time range ends before now.
    """
    return parse_range_length(board.time_from) if board.time_to in {"", "now"} else None


def parse_range_length(text: str) -> int | None:
    """Return the distance between now and an earlier time, in milliseconds. A board's time range is
    written `now-24h`, a panel's time range `24h`. Return None for any other text.
    """
    time = parse_relative_time(text if text.startswith("now") else f"now-{text}")
    return -time.shift if time and time.shift < 0 else None
