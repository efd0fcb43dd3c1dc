"""Reads times relative to now in Grafana's notation: `now`, `now-6h`, `now-1d/d`.

Source: https://grafana.com/docs/grafana/latest/dashboards/use-dashboards/#time-units-and-relative-ranges
"""

from __future__ import annotations

import re

from boardwright.frozen import frozen

UNITS = {
    "s": 1_000,
    "m": 60_000,
    "h": 3_600_000,
    "d": 86_400_000,
    "w": 604_800_000,
    "M": 2_592_000_000,
    "Q": 7_776_000_000,
    "y": 31_536_000_000,
}
"""The milliseconds of each unit of time. A month has 30 days, a quarter 90 and a year 365."""

LATEST = 253_370_764_800_000
"""The start of the year 9999, in milliseconds since 1970."""

_RELATIVE = re.compile(
    r"now(?:(?P<sign>[+-])(?P<count>\d{1,15})(?P<unit>[smhdwMQy]))?(?:/(?P<round>[smhdwMQyf]+))?"
)


@frozen
class RelativeTime:
    """A time relative to now.

    Attributes:
        shift: Milliseconds between now and the time; negative for a time before now.
        count: The number before the unit, without its sign: 6 for `now-6h`, 0 for `now`.
        unit: The unit after the number, such as `h` for `now-6h`; empty for `now`.
        rounding: The unit to which Grafana rounds the time, such as `d` for `now/d`; empty if
            Grafana does not round the time.
    """

    shift: int
    count: int
    unit: str
    rounding: str


def parse_relative_time(text: str) -> RelativeTime | None:
    """Parse a time such as `now-6h`. Return None if the text is not a time relative to now."""
    match = _RELATIVE.fullmatch(text)
    if match is None:
        return None
    count, unit = int(match["count"] or 0), match["unit"] or ""
    shift = count * UNITS.get(unit, 0)
    return RelativeTime(
        shift=-shift if match["sign"] == "-" else shift,
        count=count,
        unit=unit,
        rounding=match["round"] or "",
    )


def parse_range_start(text: str) -> RelativeTime | None:
    """Return the start of the time range that ends now and has the given length, such as `90m`.

    The result is None if the text is not a length, or if the length is 0 or longer than `LATEST`
    milliseconds.
    """
    time = parse_relative_time(f"now-{text.strip()}")
    is_length = time is not None and not time.rounding and 0 < -time.shift <= LATEST
    return time if is_length else None
