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
"""The longest duration in milliseconds, 292 years: Prometheus counts nanoseconds in 64 bits."""


def parse_milliseconds(text: str) -> int | None:
    """Return the milliseconds of a duration; None if the text is not a duration, or contains a
    dashboard variable. Negative durations and zero are accepted.
    """
    match = _TEXT.fullmatch(text)
    if not match:
        return None
    counts = zip(match.groups()[1:], _UNITS.values(), strict=True)
    milliseconds = sum(int(count or 0) * size for count, size in counts)
    return -milliseconds if match[1] else milliseconds


def parse_range_milliseconds(text: str) -> int | None:
    """Return the milliseconds of a duration that Prometheus accepts as a range; None for any other
    text.
    """
    milliseconds = parse_milliseconds(text)
    return milliseconds if milliseconds is not None and 0 < milliseconds <= LONGEST else None


def parse_interval_milliseconds(text: str) -> float | None:
    """Return the milliseconds of an interval in Grafana's settings, such as a refresh interval;
    None for any other text, such as `auto`.

    In contrast to a duration of Prometheus, an interval may contain fractions (`0.5s`) and units in
    any order. Days, weeks, months (30 days) and years must be whole numbers without other units:
    Grafana accepts `1d12h`, but counts it as 0.

    Source: the intervals that Grafana 12.4.3 stored for boards with such refresh intervals.
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
    """Return whole milliseconds as the text of a duration: `90000` becomes `1m30s`.

    Weeks and years are not used, because `7d` is easier to read than `1w`.
    """
    text, rest = "", abs(milliseconds)
    for unit, size in _UNITS.items():
        if unit not in {"y", "w"}:
            count, rest = divmod(rest, size)
            text += f"{count}{unit}" if count else ""
    return f"-{text}" if milliseconds < 0 else text


def normalise_duration(text: str) -> str:
    """Return a duration in its shortest form: `60s` becomes `1m`, and `0` becomes `0s`. Any other
    text is returned unchanged.
    """
    milliseconds = 0 if text == "0" else parse_milliseconds(text) if text else None
    return text if milliseconds is None else format_duration(milliseconds) or "0s"
