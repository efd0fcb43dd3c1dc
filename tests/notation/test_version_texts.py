from __future__ import annotations

import pytest

from boardwright.grafana.version import UNKNOWN, read_grafana_version
from boardwright.notation.versions import Version, parse_version


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("2.53", (2, 53)),
        ("v3.5.1", (3, 5)),
        ("3", (3, 0)),
        ("12.4.0-pre", (12, 4)),
        ("12.4.0+security-01", (12, 4)),
        ("12.4 (abc)", (12, 4)),
        ("main", None),
        ("", None),
        ("3.x", None),
    ],
)
def test_a_version_is_read(text: str, version: Version | None) -> None:
    assert parse_version(text) == version
    assert read_grafana_version(text) == (version or UNKNOWN)
