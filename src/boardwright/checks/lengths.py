"""Reading lengths of time in the forms that boards contain: `30s`, `>10s`, `60`, `now-24h`,
`${window}`.
"""

from __future__ import annotations

import re

from boardwright.notation import durations
from boardwright.schema.dashboard import Dashboard

_AGO = re.compile(r"now-(\d{1,6}[smhdwMy])(?:/[smhdwMy])?")
_MONTH = 30 * 86_400_000


def parse_length(text: str) -> int | None:
    """Return the length of a step or window in milliseconds; None if the text is not a length of
    time. A number without a unit means seconds.
    """
    text = text.strip().lstrip(">=").strip()
    return durations.parse_range_milliseconds(f"{text}s" if text.isdecimal() else text)


def read_initial_range(board: Dashboard) -> int | None:
    """Return the length of a board's default time range in milliseconds; None if the length is
    unknown, or if the time range ends before now.
    """
    return parse_relative_time(board.time_from) if board.time_to in {"", "now"} else None


def parse_relative_time(text: str) -> int | None:
    """Return the distance between now and an earlier time, in milliseconds. The text is `now-24h`
    for a board's time range, or `24h` for a panel's time range. Return None if the text has another
    form.
    """
    found = _AGO.fullmatch(text if text.startswith("now") else f"now-{text}")
    if found is None:
        return None
    length = found[1]
    return int(length[:-1]) * _MONTH if length.endswith("M") else parse_length(length)
