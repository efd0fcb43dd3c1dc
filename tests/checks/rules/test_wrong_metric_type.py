from __future__ import annotations

import pytest

from boardwright.checks.rules.wrong_metric_type import check
from checks.emitted import WITH
from checks.views import marks, query, says

BAD = [
    (
        "histogram_quantile(0.9, rate(api_requests_total[5m]))",
        "histogram_quantile(0.9, rate(api_requests_total[5m]))",
    ),
    (
        "histogram_quantile(0.9, sum by (le) (node_memory_MemFree_bytes))",
        "histogram_quantile(0.9, sum by (le) (node_memory_MemFree_bytes))",
    ),
    ("avg(gc_seconds)", "avg(gc_seconds)"),
    (
        "sum by (quantile) (gc_seconds{job='$job'}) * 1000",
        "sum by (quantile) (gc_seconds{job='$job'})",
    ),
    ("rate(gc_seconds[5m])", "rate(gc_seconds[5m])"),
]
GOOD = [
    "histogram_quantile(0.9, rate(wait_seconds_bucket[5m]))",
    "histogram_quantile(0.9, rate(nothing[5m]))",
    "max(gc_seconds)",
    "avg by (instance, quantile) (gc_seconds)",
    "avg without (pod) (gc_seconds)",
    "avg(gc_seconds{instance='a'})",
    "rate(gc_seconds_count[5m])",
    "sum(rate(gc_seconds_sum[5m]))",
    "gc_seconds",
    "avg(rate(api_requests_total[5m]))",
    "rate(node_memory_MemFree_bytes[5m])",
    "$f(gc_seconds)",
]


@pytest.mark.parametrize(("text", "marked"), BAD)
def test_found(text: str, marked: str) -> None:
    assert marks(check, query(text, WITH)) == [marked]


@pytest.mark.parametrize("text", GOOD)
def test_silent(text: str) -> None:
    assert says(check, query(text, WITH).board) == []


def test_other_languages_are_not_judged() -> None:
    found = query(BAD[0][0], WITH, datasource={"type": "loki", "uid": "l"})
    assert says(check, found.board) == []


def test_nothing_is_said_without_metrics() -> None:
    assert says(check, query(BAD[0][0]).board) == []
