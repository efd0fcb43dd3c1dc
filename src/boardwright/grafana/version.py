"""The version of a Grafana server."""

from __future__ import annotations

from boardwright.notation.versions import Version, parse_version

UNKNOWN: Version = (12, 2)
"""The version that is assumed if a Grafana does not report a version."""


def read_grafana_version(text: str) -> Version:
    """Return the version in a text such as `12.4.3`; `UNKNOWN` for other texts."""
    return parse_version(text) or UNKNOWN
