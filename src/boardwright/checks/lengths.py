"""Lengths of time as boards contain them: `30s`, `>10s`, `60`, `now-24h`, `${window}`."""

from __future__ import annotations

import re

from boardwright.notation import durations
from boardwright.schema.dashboard import Dashboard

_AGO = re.compile(r"now-(\d{1,6}[smhdwMy])(?:/[smhdwMy])?")
_MONTH = 30 * 86_400_000


def milliseconds(text: str) -> int | None:
    """Return the milliseconds of a step or window; None if the text is not a length of time. A
    number without a unit means seconds.
    """
    text = text.strip().lstrip(">=").strip()
    return durations.milliseconds(f"{text}s" if text.isdecimal() else text)


def initial_range(board: Dashboard) -> int | None:
    """Return the milliseconds of the time range with which a board opens; None if the range is
    unknown, or ends before now.
    """
    return ago(board.time_from) if board.time_to in {"", "now"} else None


def ago(text: str) -> int | None:
    """Return how many milliseconds before now a time like `now-24h`, or a panel's `24h`, is; None
    if the text has another form.
    """
    found = _AGO.fullmatch(text if text.startswith("now") else f"now-{text}")
    if found is None:
        return None
    length = found[1]
    return int(length[:-1]) * _MONTH if length.endswith("M") else milliseconds(length)
