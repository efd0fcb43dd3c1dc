"""Reads time ranges in Grafana's notation: from `now-6h` to `now`, `now/d`, or a date."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from boardwright.frozen import frozen

_RELATIVE = re.compile(
    r"now(?:(?P<sign>[+-])(?P<count>\d+)(?P<unit>[smhdwMQy]))?(?:/(?P<round>[smhdwMQyf]+))?"
)
_UNITS = {
    "s": 1_000,
    "m": 60_000,
    "h": 3_600_000,
    "d": 86_400_000,
    "w": 604_800_000,
    "M": 2_592_000_000,
    "Q": 7_776_000_000,
    "y": 31_536_000_000,
}
_NAMES = {
    "s": "second",
    "m": "minute",
    "h": "hour",
    "d": "day",
    "w": "week",
    "M": "month",
    "Q": "quarter",
    "y": "year",
}
_LENGTH = re.compile(r"(\d+)([smhdwMQy])")
_LEAST, _MOST = 0, 253_370_764_800_000  # the years 1970 to 9999
HOUR = _UNITS["h"]


@frozen
class TimeRange:
    """A time range: start and end in milliseconds since 1970, and a text such as `Last 1 hour`."""

    start: int
    end: int
    text: str

    @property
    def length(self) -> int:
        """The length of the range in milliseconds, at least one second."""
        return max(1_000, self.end - self.start)


def parse_length(text: str) -> int | None:
    """Return a length such as `90m` in milliseconds; None for any other text."""
    found = _LENGTH.fullmatch(text.strip())
    length = int(found[1]) * _UNITS[found[2]] if found else 0
    return length if 0 < length <= _MOST else None


def build_last_range(length: str, now: int) -> TimeRange:
    """Return the time range that ends at `now` and has this length, such as `1h`."""
    found = _LENGTH.fullmatch(length.strip())
    if found is None:
        return build_last_range("1h", now)
    milliseconds = int(found[1]) * _UNITS[found[2]]
    return TimeRange(
        start=max(_LEAST, now - milliseconds), end=now, text=_describe_length(found[1], found[2])
    )


def read_board_range(time: Any, now: int) -> TimeRange:
    """Return the initial time range of a board; by default the last six hours.

    Args:
        time: The value of `time` in the board's JSON, which may have any type.
        now: The current time in milliseconds since 1970.
    """
    written = time if isinstance(time, dict) else {}
    begin, end = str(written.get("from", "now-6h")), str(written.get("to", "now"))
    start, stop = parse_time(begin, now, up=False), parse_time(end, now, up=True)
    if start is None or stop is None or start >= stop:
        return build_last_range("6h", now)
    found = _RELATIVE.fullmatch(begin)
    if found and found["sign"] == "-" and not found["round"] and end == "now":
        return TimeRange(
            start=start, end=stop, text=_describe_length(found["count"], found["unit"])
        )
    return TimeRange(start=start, end=stop, text=f"{begin} to {end}")


def _describe_length(count: str, unit: str) -> str:
    name = _NAMES[unit] if int(count) == 1 else f"{_NAMES[unit]}s"
    return f"Last {int(count)} {name}"


def parse_time(text: str, now: int, *, up: bool) -> int | None:
    """Return a time in milliseconds since 1970.

    Args:
        text: The time: `now-1h`, an ISO date, or milliseconds since 1970.
        now: The current time in milliseconds since 1970.
        up: Whether `now/d` means the end of the day instead of the start of the day.

    Returns:
        The time in milliseconds since 1970; None if the text is not a time.
    """
    found = _RELATIVE.fullmatch(text)
    if found:
        return _compute_relative_time(found, now, up=up)
    if text.isdecimal() and int(text) <= _MOST:
        return int(text)
    try:
        moment = datetime.fromisoformat(text)
        return int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() * 1000)
    except (ValueError, OverflowError):
        return None


def _compute_relative_time(found: re.Match[str], now: int, *, up: bool) -> int | None:
    shift = int(found["count"]) * _UNITS[found["unit"]] if found["sign"] else 0
    moment = now - shift if found["sign"] == "-" else now + shift
    if not _LEAST <= moment <= _MOST:
        return None
    return _round_time(moment, found["round"], up=up) if found["round"] else moment


def _round_time(moment: int, unit: str, *, up: bool) -> int | None:
    """Return the start or, if `up` is true, the end of the day, week or other unit that contains a
    time, in UTC.
    """
    size = _UNITS.get(unit[-1:])
    if size is None:
        return None
    if unit not in {"w", "M", "Q", "y"}:
        begin = moment // size * size
        return begin + size - 1 if up else begin
    day = datetime.fromtimestamp(moment / 1000, UTC).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    begin = int(_find_first_day(day, unit).timestamp() * 1000)
    return begin + size - 1 if up else begin


def _find_first_day(day: datetime, unit: str) -> datetime:
    if unit == "w":
        return day - timedelta(days=(day.weekday() + 1) % 7)
    month = {"M": day.month, "Q": (day.month - 1) // 3 * 3 + 1}.get(unit, 1)
    return day.replace(day=1, month=month)
