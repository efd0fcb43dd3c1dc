"""Grafana's version, as it tells it."""

from __future__ import annotations

import re

Version = tuple[int, int]
UNKNOWN: Version = (12, 2)
"""What a Grafana is taken for that does not tell its version."""


def version_numbers(told: str) -> Version:
    """Return the first two numbers of a version; `UNKNOWN` for a text that is none."""
    found = re.match(r"(\d+)(?:\.(\d+))?", told)
    return (int(found[1]), int(found[2] or 0)) if found else UNKNOWN
