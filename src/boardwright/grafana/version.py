"""Parses the version of Grafana."""

from __future__ import annotations

import re

Version = tuple[int, int]
UNKNOWN: Version = (12, 2)
"""The version that is assumed if a Grafana does not report a version."""


def parse_version(text: str) -> Version:
    """Return the first two numbers of a version such as `12.4.3`; `UNKNOWN` for other texts."""
    found = re.match(r"(\d+)(?:\.(\d+))?", text)
    return (int(found[1]), int(found[2] or 0)) if found else UNKNOWN
