"""Reads the header `Retry-After`, with which a server limits the number of requests."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def parse_retry_after(value: str | None, *, now: str | None = None) -> float | None:
    """Return the seconds to wait according to a `Retry-After` header; None if the header is missing
    or contains no time.

    Args:
        value: The header: a number of seconds, or a date.
        now: The `Date` header of the answer. A date in `value` is compared with this header,
            because the server's clock may differ from the local clock.
    """
    text = (value or "").strip()
    if text.isdecimal():
        return float(text)
    date = _parse_date(text)
    if date is None:
        return None
    return max(0.0, (date - (_parse_date(now or "") or datetime.now(UTC))).total_seconds())


def _parse_date(text: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
