"""More cases are in `test_metric_rules.py`."""

from __future__ import annotations

import pytest

from boardwright.checks.rules.counter_without_rate import check
from checks.views import messages, panel, query


@pytest.mark.parametrize(
    "on",
    [
        {"type": "stat"},
        {"type": "table"},
        {"title": "Uptime"},
        {"description": "The raw counter, as a lesson."},
        {"transformations": [{"id": "calculateField", "options": {}}]},
    ],
)
def test_panels_that_are_not_judged(on: dict[str, object]) -> None:
    assert messages(check, query("x_total", on=on)) == []


def test_queries_that_are_not_drawn() -> None:
    assert messages(check, query("x_total", hide=True)) == []
    assert messages(check, query("x_total", instant=True)) == []


def test_buckets_by_their_legend() -> None:
    assert messages(check, query("x_bucket", legendFormat="{{ le }}")) != []


def test_the_fix_mentions_the_other_unit() -> None:
    (found,) = check(query("x_total"))
    assert found.fix == "Show rate(x_total[$__rate_interval]), with a unit per second."


@pytest.mark.parametrize(("used", "count"), [("$A - $B", 0), ("${A} * 2", 0), ("$AB", 1)])
def test_operands_of_an_expression(used: str, count: int) -> None:
    """The difference of two counters is what the panel is for."""
    math = {"refId": "C", "datasource": {"type": "__expr__", "uid": "__expr__"}, "type": "math"}
    targets = [{"refId": "A", "expr": "opened_total"}, {**math, "expression": used}]
    shown = panel(type="timeseries", targets=targets)
    assert len(messages(check, shown.queries[0])) == count


@pytest.mark.parametrize(
    ("title", "metric", "count"),
    [
        ("Scheduler pending commands", "scheduler_context_total", 0),
        ("Commands", "scheduler_context_total", 1),
        ("Pending requests", "prometheus_http_requests_total", 1),
    ],
)
def test_a_title_that_names_a_current_state(title: str, metric: str, count: int) -> None:
    """The type of Prometheus' own metric is known, so that the title does not count."""
    assert len(messages(check, query(metric, on={"title": title}))) == count
