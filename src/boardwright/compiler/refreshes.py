"""How often a board loads its data anew, as a Grafana keeps it."""

from __future__ import annotations

from typing import Any

from boardwright.notation.durations import milliseconds

LEAST_REFRESH = "5s"
"""What Grafana raises a faster refresh to, unless its `min_refresh_interval` says otherwise."""


def raised(refresh: Any, least: str) -> Any:
    """Return a refresh as a server keeps it that has `least` as its fastest.

    What is no duration (`auto`, a variable) stays.
    """
    if not isinstance(refresh, str):
        return refresh
    asked, fastest = milliseconds(refresh), milliseconds(least)
    return least if asked and fastest and asked < fastest else refresh
