from __future__ import annotations

import pytest

from boardwright.checks.rules.quantile_without_le import check
from checks.views import marks, messages, query

BAD = [
    (
        "histogram_quantile(0.9, sum by (job) (rate(x_bucket[5m])))",
        "sum by (job) (rate(x_bucket[5m]))",
    ),
    (
        'histogram_quantile(0.9, sum(rate(x_bucket{job="$job"}[$__rate_interval])) by (job))',
        'sum(rate(x_bucket{job="$job"}[$__rate_interval])) by (job)',
    ),
    ("histogram_quantile($q, avg(rate(x_bucket[5m])))", "avg(rate(x_bucket[5m]))"),
    (
        "histogram_quantile(0.9, sum without (le) (rate(x_bucket[5m])))",
        "sum without (le) (rate(x_bucket[5m]))",
    ),
    (
        "histogram_quantile(0.9, sum by (job) (rate(${metric}_bucket[5m])))",
        "sum by (job) (rate(${metric}_bucket[5m]))",
    ),
    (
        "histogram_fraction(0, 1, sum by (job) (rate(x_bucket[5m])))",
        "sum by (job) (rate(x_bucket[5m]))",
    ),
    (
        "max(histogram_quantile(0.9, max by (job) (sum by (job, le) (x_bucket))))",
        "max by (job) (sum by (job, le) (x_bucket))",
    ),
    (
        "histogram_quantile(0.9, rate(a_bucket[5m]) * on (job) rate(b_bucket[5m]))",
        "histogram_quantile(0.9, rate(a_bucket[5m]) * on (job) rate(b_bucket[5m]))",
    ),
]
GOOD = [
    "histogram_quantile(0.9, sum by (job, le) (rate(x_bucket[5m])))",
    "histogram_quantile(0.9, sum(rate(x_bucket[$__rate_interval])) by (le))",
    "histogram_quantile(0.9, sum without (job) (rate(x_bucket[5m])))",
    "histogram_quantile(0.9, rate(x_bucket[5m]))",
    "histogram_quantile(0.9, sum by (job) (rate(x[5m])))",
    "histogram_quantile(0.9, sum by ($by) (rate(x_bucket[5m])))",
    "histogram_quantile(0.9, sum by (vmrange) (rate(x_bucket[5m])))",
    'histogram_quantile(0.9, sum by (job) (rate({__name__=~".*_bucket"}[5m])))',
    "histogram_quantile(0.9, sum by (le) (rate(x_bucket[5m])) or sum(rate(x[5m])))",
    "histogram_quantile(0.9, job:x_bucket:rate5m)",
    "sum by (job) (rate(x_bucket[5m]))",
]


@pytest.mark.parametrize(("text", "marked"), BAD)
def test_a_quantile_whose_aggregation_drops_le_is_reported(text: str, marked: str) -> None:
    assert marks(check, query(text)) == [marked]


@pytest.mark.parametrize("text", GOOD)
def test_a_quantile_whose_aggregation_keeps_le_is_not_reported(text: str) -> None:
    assert messages(check, query(text)) == []


def test_queries_in_other_languages_are_not_judged() -> None:
    loki = query(
        "histogram_quantile(0.9, sum by (job) (rate(x_bucket[5m])))",
        datasource={"type": "loki", "uid": "l"},
    )
    assert messages(check, loki) == []
