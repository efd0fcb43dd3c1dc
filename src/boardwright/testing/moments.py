"""Times and lengths in tests: `"5m"`, seconds, or a `timedelta`."""

from __future__ import annotations

import math
from datetime import timedelta

from boardwright.notation.durations import parse_milliseconds, shown
from boardwright.testing.testing_errors import TestInputError


def moment_of(time: object) -> int:
    """Return the milliseconds between the first sample of the series and a time.

    Raises:
        TestInputError: It is not a time, or it is before the first sample.
    """
    found = _milliseconds(time)
    if found is None:
        raise TestInputError(f"{time!r} is not a time", hint='Write "5m", or seconds: 300.')
    if found < 0:
        raise TestInputError(
            f"{shown(found)} is before the series, which begin at 0s", hint="Write a later time."
        )
    return found


def length_of_time(length: object, *, argument: str) -> int:
    """Return the milliseconds of a length that is longer than nothing.

    Raises:
        TestInputError: It is not a length.
    """
    found = _milliseconds(length)
    if found is None or found <= 0:
        raise TestInputError(
            f"{argument}={length!r} is not a length of time", hint='Write "1h", or seconds: 3600.'
        )
    return found


def _milliseconds(time: object) -> int | None:
    if isinstance(time, timedelta):
        return round(time.total_seconds() * 1000)
    if isinstance(time, str):
        return parse_milliseconds(time.strip()) if time.strip() else None
    if isinstance(time, int | float) and not isinstance(time, bool):
        return _round(time * 1000)
    return None


def _round(milliseconds: float) -> int | None:
    """Return whole milliseconds; None for NaN and infinity."""
    if isinstance(milliseconds, float) and not math.isfinite(milliseconds):
        return None
    return round(milliseconds)


def time_text(milliseconds: int) -> str:
    """Return a time as text: `5m`, and `0s` for the first sample."""
    return shown(milliseconds) or "0s"
