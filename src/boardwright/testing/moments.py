"""Converts the times and durations that tests pass. They can be text such as `"5m"`, a number of
seconds, or a `timedelta`.
"""

from __future__ import annotations

import math
from datetime import timedelta

from boardwright.notation.durations import format_duration, parse_milliseconds
from boardwright.testing.testing_errors import TestInputError


def parse_moment(time: object) -> int:
    """Return a time as the milliseconds since the first sample of the series.

    Raises:
        TestInputError: The value is not a time, or is before the first sample.
    """
    milliseconds = _read_milliseconds(time)
    if milliseconds is None:
        raise TestInputError(
            f"{time!r} is not a valid time",
            hint='Write text such as "5m", or a number of seconds such as 300.',
        )
    if milliseconds < 0:
        raise TestInputError(
            f"the time {format_duration(milliseconds)} is before the first sample, which is at 0s",
            hint="Use a time of at least 0s.",
        )
    return milliseconds


def parse_length(length: object, *, argument: str) -> int:
    """Return a duration in milliseconds.

    Raises:
        TestInputError: The value is not a duration, or is not longer than 0.
    """
    milliseconds = _read_milliseconds(length)
    if milliseconds is None or milliseconds <= 0:
        raise TestInputError(
            f"{argument}={length!r} is not a valid duration",
            hint='Write text such as "1h", or a number of seconds above 0 such as 3600.',
        )
    return milliseconds


def _read_milliseconds(time: object) -> int | None:
    if isinstance(time, timedelta):
        return round(time.total_seconds() * 1000)
    if isinstance(time, str):
        return parse_milliseconds(time.strip()) if time.strip() else None
    if isinstance(time, int | float) and not isinstance(time, bool):
        return _round_milliseconds(time * 1000)
    return None


def _round_milliseconds(milliseconds: float) -> int | None:
    if isinstance(milliseconds, float) and not math.isfinite(milliseconds):
        return None
    return round(milliseconds)


def format_time(milliseconds: int) -> str:
    """Return a time as text: `5m` for 300,000, and `0s` for 0."""
    return format_duration(milliseconds) or "0s"
