"""More cases are in `test_metric_rules.py`."""

from __future__ import annotations

from boardwright.checks.rules.wrong_metric_type import check
from checks.emitted import WITH
from checks.views import problems, query


def test_what_it_says() -> None:
    [problem] = problems(check, query("avg(gc_seconds)", WITH).board)
    assert problem.what == "avg of gc_seconds puts quantiles into one number that is none"
    assert problem.fix == "Show them apart, or divide gc_seconds_sum by gc_seconds_count."
    [problem] = problems(check, query("rate(gc_seconds[5m])", WITH).board)
    assert problem.fix == "Take gc_seconds_count or gc_seconds_sum, or the quantile itself."
