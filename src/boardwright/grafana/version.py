"""Grafana's version as numbers."""

from __future__ import annotations

import re

Version = tuple[int, int]
UNKNOWN: Version = (12, 2)
"""The assumed version of a Grafana that does not report one."""


def version_numbers(text: str) -> Version:
    """Return the first two numbers of a version; `UNKNOWN` for another text."""
    found = re.match(r"(\d+)(?:\.(\d+))?", text)
    return (int(found[1]), int(found[2] or 0)) if found else UNKNOWN
