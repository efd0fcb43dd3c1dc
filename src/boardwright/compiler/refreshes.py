"""Raises the refresh interval of a board to the shortest interval that the server allows."""

from __future__ import annotations

from typing import Any

from boardwright.notation.durations import parse_interval_milliseconds

LEAST_REFRESH = "5s"
"""The default of Grafana's `min_refresh_interval`. Grafana replaces shorter intervals by this
value.
"""


def raise_refresh(refresh: Any, least: str) -> Any:
    """Return the refresh interval, or `least` if the interval is shorter.

    Values that are not durations, such as `auto` or a variable, are returned unchanged.
    """
    if not isinstance(refresh, str):
        return refresh
    interval, least_interval = map(parse_interval_milliseconds, (refresh, least))
    if interval is None or not least_interval:
        return refresh
    return least if interval < least_interval else refresh
