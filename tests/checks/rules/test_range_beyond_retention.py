from __future__ import annotations

from dataclasses import replace

import pytest

from boardwright.checks.rules.range_beyond_retention import check
from checks.views import SETTINGS, configuration, messages

DAY = 86_400_000
"""Milliseconds."""


@pytest.mark.parametrize(
    ("expr", "back"),
    [
        ("sum(increase(a[30d]))", "30d"),
        ("sum(rate(a[5m] offset 20d))", "20d5m"),
        ("max_over_time(sum(a)[16d:1h])", "16d"),
        ("sum(increase(a[15d]))", None),
        ("a offset 40d", None),
        ("rate(a[5m] offset -20d)", None),
    ],
)
def test_a_range_that_starts_before_the_oldest_sample_is_reported(
    expr: str, back: str | None
) -> None:
    """Prometheus keeps samples for 15 days; without a range there is one sample or none."""
    view = configuration(rules=[{"record": "r", "expr": expr}])
    expected = f"the recording rule r looks back {back}, but Prometheus keeps samples for only 15d"
    assert messages(check, view) == ([expected] if back else [])


def test_without_a_retention_nothing_is_reported() -> None:
    rules = [{"record": "r", "expr": "increase(a[30d])"}]
    for retention in (None, 30 * DAY):
        settings = replace(SETTINGS, retention=retention)
        assert messages(check, configuration(rules=rules, settings=settings)) == []
