"""Converts durations from and to texts such as `5m`, `1h30m` and `500ms`.

Source: https://prometheus.io/docs/prometheus/latest/querying/basics/#float-literals-and-time-durations.
"""

from __future__ import annotations

import re

_UNITS = {
    "y": 365 * 86_400_000,
    "w": 7 * 86_400_000,
    "d": 86_400_000,
    "h": 3_600_000,
    "m": 60_000,
    "s": 1_000,
    "ms": 1,
}
_TEXT = re.compile("(-?)" + "".join(f"(?:([0-9]+){unit})?" for unit in _UNITS))

_INTERVAL_UNITS = {**_UNITS, "M": 30 * 86_400_000}
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)(ms|[smhdwMy])")
_INTERVAL = re.compile(f"(?:{_PART.pattern})+")
_CALENDAR_UNITS = frozenset("dwMy")
_WHOLE_DAYS = re.compile(r"([0-9]+)([dwMy])")

LONGEST = 2**63 // 1_000_000
"""The longest duration in milliseconds, which is about 292 years. Prometheus stores a duration as a
signed 64-bit number of nanoseconds.
"""


def parse_milliseconds(text: str) -> int | None:
    """Return a duration such as `5m`, `-1h` or `0s` in milliseconds; None for any other text."""
    match = _TEXT.fullmatch(text)
    if not match:
        return None
    counts = zip(match.groups()[1:], _UNITS.values(), strict=True)
    milliseconds = sum(int(count or 0) * size for count, size in counts)
    return -milliseconds if match[1] else milliseconds


def parse_range_milliseconds(text: str) -> int | None:
    """Return a duration in milliseconds; None if Prometheus does not accept the text as a range."""
    milliseconds = parse_milliseconds(text)
    return milliseconds if milliseconds is not None and 0 < milliseconds <= LONGEST else None


def parse_interval_milliseconds(text: str) -> float | None:
    """Return an interval in Grafana's settings, such as a refresh interval, in milliseconds.

    The result is None if the text is not an interval. In contrast to a Prometheus duration, an
    interval may contain fractions (`0.5s`) and units in any order. A month has 30 days. Grafana
    treats an interval as 0 if it combines days, weeks, months or years with another unit or with a
    fraction, such as `1d12h`.

    Source: observed in Grafana 12.4.3, which was sent boards with these refresh intervals.
    """
    if not _INTERVAL.fullmatch(text):
        return None
    if match := _WHOLE_DAYS.fullmatch(text):
        return int(match[1]) * _INTERVAL_UNITS[match[2]]
    parts = _PART.findall(text)
    if any(unit in _CALENDAR_UNITS for _, unit in parts):
        return 0
    return sum(float(count) * _INTERVAL_UNITS[unit] for count, unit in parts)


def format_duration(milliseconds: int) -> str:
    """Return milliseconds as a duration: `90000` becomes `1m30s`.

    The largest unit is a day, because `7d` is easier to read than `1w`.
    """
    text, rest = "", abs(milliseconds)
    for unit, size in _UNITS.items():
        if unit not in {"y", "w"}:
            count, rest = divmod(rest, size)
            text += f"{count}{unit}" if count else ""
    return f"-{text}" if milliseconds < 0 else text


def normalise_duration(text: str) -> str:
    """Return a duration with the largest possible units: `60s` becomes `1m`.

    `0` becomes `0s`. A text that is not a duration is returned unchanged.
    """
    milliseconds = 0 if text == "0" else parse_milliseconds(text) if text else None
    return text if milliseconds is None else format_duration(milliseconds) or "0s"
