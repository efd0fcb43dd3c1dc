from __future__ import annotations

import pytest

from boardwright.checks.rules.hardcoded_cpu_count import check
from checks.views import marks, messages, query

BAD = [
    ('sum(rate(node_cpu_seconds_total{mode!="idle"}[5m])) / 4', "4"),
    ('sum by (instance) (irate(node_cpu_seconds_total{job="$job"}[1m])) * 100 / (16)', "16"),
    ("100 * (sum(rate(container_cpu_usage_seconds_total[5m])) / 2)", "2"),
    ("sum(irate(node_cpu{mode='user'}[5m])) / 8 * 100", "8"),
]
GOOD = [
    "sum(rate(node_cpu_seconds_total[5m])) / 100",
    "sum(rate(node_cpu_seconds_total[5m])) / $cpus",
    "sum(rate(node_cpu_seconds_total[5m])) / count(node_cpu_seconds_total)",
    "avg(rate(node_cpu_seconds_total[5m])) / 4",
    "sum(rate(http_requests_total[5m])) / 4",
    "rate(process_cpu_seconds_total[5m]) / 4",
    "sum(rate(node_cpu_seconds_total[5m])) / 0.5",
    "sum(rate(node_cpu_seconds_total[5m]) / 4",
]


@pytest.mark.parametrize(("text", "marked"), BAD)
def test_a_number_of_cpus_in_a_query_is_reported(text: str, marked: str) -> None:
    assert marks(check, query(text)) == [marked]


@pytest.mark.parametrize("text", GOOD)
def test_other_numbers_in_a_query_are_not_reported(text: str) -> None:
    assert messages(check, query(text)) == []
