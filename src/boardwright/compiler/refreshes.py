"""The interval at which a board reloads its data."""

from __future__ import annotations

from typing import Any

from boardwright.notation.durations import milliseconds

LEAST_REFRESH = "5s"
"""The default of Grafana's `min_refresh_interval`; Grafana raises a faster refresh to this."""


def raise_refresh(refresh: Any, least: str) -> Any:
    """Return the refresh interval that a server stores if the shortest interval that it allows is
    `least`.

    Values that are not durations (`auto`, a variable) stay as they are.
    """
    if not isinstance(refresh, str):
        return refresh
    asked, fastest = milliseconds(refresh), milliseconds(least)
    return least if asked and fastest and asked < fastest else refresh
