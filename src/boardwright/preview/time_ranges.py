"""Reads time ranges in Grafana's notation, such as `now-6h`, `now/d` or a date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from boardwright.errors import ConfigError
from boardwright.frozen import frozen
from boardwright.notation.plurals import format_quantity
from boardwright.notation.relative_times import (
    LATEST,
    UNITS,
    RelativeTime,
    parse_range_start,
    parse_relative_time,
)
from boardwright.schema.dashboard import Dashboard
from boardwright.schema.document import Board

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
_LEAST = 0
"""The earliest allowed time, 1970-01-01, in milliseconds since 1970."""
HOUR = UNITS["h"]


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


def check_range_length(length: str | None, *, option: str) -> None:
    """Raise an error if a string is not the length of a time range.

    Args:
        length: The length that the user passed, such as `90m`; None is valid.
        option: The name of the option or argument, for the message.

    Raises:
        ConfigError: The string is not the length of a time range.
    """
    if length is not None and parse_range_start(length) is None:
        raise ConfigError(
            f"{option} {length!r} is not the length of a time range",
            hint="Write a length such as 30m, 12h or 7d.",
        )


def build_last_range(length: str, now: int) -> TimeRange:
    """Return the time range that ends at `now` and has this length, such as `1h`. If `length` is
    invalid, return the last hour.
    """
    start = parse_range_start(length)
    if start is None:
        return build_last_range("1h", now)
    return TimeRange(start=max(_LEAST, now + start.shift), end=now, text=_describe_length(start))


def read_board_range(board: Board, now: int) -> TimeRange:
    """Return the initial time range of a board. If the board sets none, return the last six hours.

    Args:
        board: The JSON of the board.
        now: The current time in milliseconds since 1970.
    """
    view = Dashboard(board)
    begin, end = view.time_from or "now-6h", view.time_to or "now"
    start, stop = parse_time(begin, now, up=False), parse_time(end, now, up=True)
    if start is None or stop is None or start >= stop:
        return build_last_range("6h", now)
    length = parse_relative_time(begin)
    is_last = length is not None and length.shift < 0 and not length.rounding and end == "now"
    text = _describe_length(length) if length and is_last else f"{begin} to {end}"
    return TimeRange(start=start, end=stop, text=text)


def _describe_length(start: RelativeTime) -> str:
    return f"Last {format_quantity(start.count, _NAMES[start.unit])}"


def parse_time(text: str, now: int, *, up: bool) -> int | None:
    """Return a time in milliseconds since 1970.

    Args:
        text: The time: `now-1h`, an ISO date, or milliseconds since 1970.
        now: The current time in milliseconds since 1970.
        up: Whether `now/d` means the end of the day instead of the start of the day.

    Returns:
        The time in milliseconds since 1970; None if the text is not a time.
    """
    relative = parse_relative_time(text)
    if relative:
        return _compute_relative_time(relative, now, up=up)
    if text.isdecimal() and int(text) <= LATEST:
        return int(text)
    try:
        moment = datetime.fromisoformat(text)
        return int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() * 1000)
    except (ValueError, OverflowError):
        return None


def _compute_relative_time(relative: RelativeTime, now: int, *, up: bool) -> int | None:
    moment = now + relative.shift
    if not _LEAST <= moment <= LATEST:
        return None
    return _round_time(moment, relative.rounding, up=up) if relative.rounding else moment


def _round_time(moment: int, unit: str, *, up: bool) -> int | None:
    """Round a time down, or up, to the start or end of its day, week or other unit in UTC."""
    size = UNITS.get(unit[-1:])
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
