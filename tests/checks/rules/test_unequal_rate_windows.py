from __future__ import annotations

import pytest

from boardwright.checks.rules.unequal_rate_windows import check
from checks.views import marks, messages, query

BAD = [
    (
        "sum(rate(a_total[1m])) / sum(rate(b_total[5m]))",
        "sum(rate(a_total[1m])) / sum(rate(b_total[5m]))",
    ),
    (
        "100 * (rate(a_sum[5m]) / rate(a_count[$__rate_interval]))",
        "rate(a_sum[5m]) / rate(a_count[$__rate_interval])",
    ),
    (
        'increase(a_total{x="$x"}[$window]) + increase(b_total[5m])',
        'increase(a_total{x="$x"}[$window]) + increase(b_total[5m])',
    ),
]
GOOD = [
    "rate(a_total[5m]) / rate(b_total[5m])",
    "rate(a_total[60s]) / rate(b_total[1m])",
    "rate(a_total[$w]) - rate(b_total[$w])",
    "rate(a_total[5m]) / rate(a_total[1h])",
    "rate(a_total[1m]) or rate(b_total[5m])",
    "rate(a_total[1m]) > rate(b_total[5m])",
    "rate(a_total[1m]) / increase(b_total[5m])",
    "rate(a_total[1m]) * 60",
    "avg_over_time(a[1m]) / avg_over_time(b[5m])",
    "sum(rate(a_total[1m]) / b) / (rate(c_total[5m]) + rate(d_total[5m]))",
    "$f(a_total[1m]) / rate(b_total[5m])",
    "rate(a_total[1m]) / rate(b_total[5m]",
]


@pytest.mark.parametrize(("text", "marked"), BAD)
def test_rates_with_unequal_windows_in_one_expression_are_reported(text: str, marked: str) -> None:
    assert marks(check, query(text)) == [marked]


@pytest.mark.parametrize("text", GOOD)
def test_rates_with_equal_windows_are_not_reported(text: str) -> None:
    assert messages(check, query(text)) == []


def test_queries_in_other_languages_are_not_judged() -> None:
    for source in ({"type": "loki", "uid": "l"}, {"type": "influxdb", "uid": "i"}):
        assert messages(check, query(BAD[0][0], datasource=source)) == []
