"""Reads and writes versions of Prometheus, promtool and Grafana."""

from __future__ import annotations

import re

Version = tuple[int, int]
"""The major and the minor version number, such as `(2, 53)` for version `2.53.1`."""

_VERSION = re.compile(r"v?(\d{1,3})(?:\.(\d{1,4}))?(?:\.\d+)?(?:[-+ (].*)?")


def parse_version(text: str) -> Version | None:
    """Return the version in a text such as `2.53`, `v3.5.1`, `3` or `12.4.0-pre`; None if the text
    is not a version.
    """
    found = _VERSION.fullmatch(text.strip())
    return (int(found[1]), int(found[2] or 0)) if found else None


def format_version(version: Version) -> str:
    """Return a version as text: `2.53`."""
    return f"{version[0]}.{version[1]}"
