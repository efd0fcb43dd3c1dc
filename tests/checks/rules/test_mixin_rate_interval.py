from __future__ import annotations

import pytest

from boardwright.checks.rules.mixin_rate_interval import check
from checks.views import marks, query


@pytest.mark.parametrize(
    ("expr", "marked"),
    [
        ("rate(x_total[5m])", ["[5m]"]),
        ("irate(x_total[$__interval])", ["[$__interval]"]),
        ("increase(x_total[5m])", ["[5m]"]),
        ("rate(x_total[$window])", ["[$window]"]),
        ("rate(x_total[$__rate_interval])", []),
        ("rate(x_total[${__rate_interval}])", []),
        ("increase(x_total[$__range])", []),
        ("increase(x_total[1h])", []),
        ("avg_over_time(x[5m])", []),
        ("max_over_time(rate(x_total[$__rate_interval])[1h:])", []),
    ],
)
def test_a_rate_without_the_rate_interval_is_reported(expr: str, marked: list[str]) -> None:
    assert marks(check, query(expr)) == marked


def test_instant_queries_are_not_judged() -> None:
    assert marks(check, query("rate(x_total[5m])", instant=True)) == []
