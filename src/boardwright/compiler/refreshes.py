"""The interval at which a board reloads its data."""

from __future__ import annotations

from typing import Any

from boardwright.notation.durations import milliseconds

LEAST_REFRESH = "5s"
"""The default of Grafana's `min_refresh_interval`, to which it raises a faster refresh."""


def raise_refresh(refresh: Any, least: str) -> Any:
    """Return a refresh as a server keeps it that has `least` as its fastest.

    Values that are not a duration (`auto`, a variable) stay.
    """
    if not isinstance(refresh, str):
        return refresh
    asked, fastest = milliseconds(refresh), milliseconds(least)
    return least if asked and fastest and asked < fastest else refresh
