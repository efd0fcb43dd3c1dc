"""Adapts the interval at which a board reloads its data to the shortest interval that a server
allows.
"""

from __future__ import annotations

from typing import Any

from boardwright.notation.durations import parse_interval_milliseconds

LEAST_REFRESH = "5s"
"""The default of Grafana's `min_refresh_interval`; Grafana raises a faster refresh to this."""


def raise_refresh(refresh: Any, least: str) -> Any:
    """Return the refresh interval, or `least` if the interval is shorter than `least`, which is the
    shortest interval that a server allows.

    Values that are not intervals, such as `auto` or a variable, stay as they are.
    """
    if not isinstance(refresh, str):
        return refresh
    interval, least_interval = map(parse_interval_milliseconds, (refresh, least))
    if interval is None or not least_interval:
        return refresh
    return least if interval < least_interval else refresh
