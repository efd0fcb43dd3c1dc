"""More cases are in `test_metric_rules.py`."""

from __future__ import annotations

from boardwright.checks.rules.wrong_metric_type import check
from checks.emitted_metrics import WITH
from checks.views import problems, query


def test_the_message_names_the_metric_and_suggests_a_correct_query() -> None:
    [problem] = problems(check, query("avg(gc_seconds)", WITH).board)
    assert problem.what == "avg of the quantiles of gc_seconds is not a quantile"
    assert problem.fix == "Show each quantile, or divide gc_seconds_sum by gc_seconds_count."
    [problem] = problems(check, query("rate(gc_seconds[5m])", WITH).board)
    assert problem.fix == "Use gc_seconds_count, gc_seconds_sum, or the quantile itself."
