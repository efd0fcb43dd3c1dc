"""Lengths of time as boards write them: `30s`, `>10s`, `60`, `now-24h`, `${window}`."""

from __future__ import annotations

import re

from boardwright.notation import durations
from boardwright.schema.dashboard import Dashboard

_AGO = re.compile(r"now-(\d{1,6}[smhdwMy])(?:/[smhdwMy])?")
_MONTH = 30 * 86_400_000


def milliseconds(text: str) -> int | None:
    """Return the length of a step or window; a bare number is seconds. None: it is not a length."""
    text = text.strip().lstrip(">=").strip()
    return durations.milliseconds(f"{text}s" if text.isdecimal() else text)


def initial_range(board: Dashboard) -> int | None:
    """Return the time range with which a board opens; None when it is not known or ends earlier."""
    return ago(board.time_from) if board.time_to in {"", "now"} else None


def ago(text: str) -> int | None:
    """Return how far back `now-24h`, or a panel's `24h`, reaches; None when it is not known."""
    found = _AGO.fullmatch(text if text.startswith("now") else f"now-{text}")
    if found is None:
        return None
    length = found[1]
    return int(length[:-1]) * _MONTH if length.endswith("M") else milliseconds(length)
