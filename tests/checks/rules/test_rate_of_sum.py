from __future__ import annotations

import pytest

from boardwright.checks.rules.rate_of_sum import check
from checks.views import marks, messages, problems, query

BAD = [
    ("rate(sum(x_total)[5m:])", "rate(sum(x_total)[5m:])"),
    ("max(increase((sum by (job) (x_total))[1h:1m]))", "increase((sum by (job) (x_total))[1h:1m])"),
    (
        'irate(avg(x_total{a="$a"})[$__range:$__interval])',
        'irate(avg(x_total{a="$a"})[$__range:$__interval])',
    ),
    ("rate(rate(x_total[5m])[1h:])", "rate(rate(x_total[5m])[1h:])"),
    ("increase(sum(rate(x_total[5m]))[1h:])", "increase(sum(rate(x_total[5m]))[1h:])"),
]
GOOD = [
    "sum(rate(x_total[5m]))",
    "rate(x_total[5m:])",
    "max_over_time(sum(rate(x_total[5m]))[1h:])",
    "delta(sum(x)[1h:])",
    "deriv(sum(x)[1h:])",
    "rate(max(x_total)[5m:])",
    "$f(sum(x_total)[5m:])",
    "rate(sum(x_total)[5m:]",
    "rate(job:x_total:sum[5m])",
]


@pytest.mark.parametrize(("text", "marked"), BAD)
def test_a_rate_of_an_aggregation_is_reported(text: str, marked: str) -> None:
    assert marks(check, query(text)) == [marked]


@pytest.mark.parametrize("text", GOOD)
def test_a_rate_of_a_counter_is_not_reported(text: str) -> None:
    assert messages(check, query(text)) == []


def test_queries_in_other_languages_are_not_judged() -> None:
    for source in ({"type": "loki", "uid": "l"}, {"type": "influxdb", "uid": "i"}):
        assert messages(check, query(BAD[0][0], datasource=source)) == []


def test_the_message_explains_hidden_resets_and_suggests_a_sum_of_rates() -> None:
    [problem] = problems(check, query("rate(sum(x_total)[5m:])").board)
    assert problem.what == "rate is calculated from sum(...), which hides the resets of counters"
    assert problem.fix == "Write sum(rate(...[window]))."
    assert messages(check, query("increase(sum(rate(x_total[5m]))[1h:])")) == [
        "increase is calculated from a rate"
    ]
