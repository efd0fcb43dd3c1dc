"""The version of a Grafana server."""

from __future__ import annotations

from boardwright.notation.versions import Version, parse_version

UNKNOWN: Version = (12, 2)
"""The version that boardwright assumes if Grafana does not report its version."""


def read_grafana_version(text: str) -> Version:
    """Return the version in a text such as `12.4.3`; `UNKNOWN` for other texts."""
    return parse_version(text) or UNKNOWN
