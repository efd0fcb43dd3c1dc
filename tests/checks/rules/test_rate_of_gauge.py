"""More cases are in `test_metric_rules.py`."""

from __future__ import annotations

import pytest

from boardwright.checks.rules.rate_of_gauge import check
from checks.views import query


@pytest.mark.parametrize(
    ("text", "what", "fix"),
    [
        (
            "rate(node_load1[5m])",
            "rate is for counters, but its argument is the gauge node_load1",
            "Show the value of the gauge, or use deriv for the change of the gauge.",
        ),
        (
            "increase(water_celsius[5m])",
            "increase is for counters, but its argument is water_celsius (gauge, judging by its"
            " name)",
            "Show the value of the gauge, or use delta for the change of the gauge.",
        ),
    ],
)
def test_the_message_names_the_gauge_and_suggests_a_function(
    text: str, what: str, fix: str
) -> None:
    (found,) = check(query(text))
    assert (found.what, found.fix) == (what, fix)


def test_a_rate_of_a_ratio_that_may_count_busy_seconds_is_not_reported() -> None:
    """Some programs count the seconds in which a worker was busy in `worker_busy_ratio`."""
    assert list(check(query("rate(worker_busy_ratio[1m])"))) == []


def test_a_rate_whose_series_are_only_counted_is_not_reported() -> None:
    """`container_last_seen` is a gauge, but the number of its series is still right."""
    assert list(check(query("count((rate(container_last_seen[5m])))"))) == []
    assert len(list(check(query("sum(rate(container_last_seen[5m]))")))) == 1
