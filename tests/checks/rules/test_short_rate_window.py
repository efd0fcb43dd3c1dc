from __future__ import annotations

import pytest

from boardwright.checks import QueryView
from boardwright.checks.rules.short_rate_window import check
from boardwright.checks.settings import Settings
from checks.views import PROMETHEUS, board, marks, messages, query

BAD = [
    ("rate(x_total[30s])", "[30s]"),
    ('sum by (job) (increase(x_total{job="$job"}[39s]))', "[39s]"),
    ("irate(x_total[15s])", "[15s]"),
    ("idelta(x[10s] offset 5m)", "[10s]"),
    ("rate(x_total[$__interval])", "[$__interval]"),
    ("irate(x_total[${__interval}])", "[${__interval}]"),
    ("rate(x_total[$short])", "[$short]"),
    ("rate(x_total[30s]) / rate(y_total[30s])", "[30s]"),
]
GOOD = [
    "rate(x_total[40s])",
    "rate(x_total[1m])",
    "irate(x_total[20s])",
    "rate(x_total[$__rate_interval])",
    "rate(x_total[$__range])",
    "rate(x_total[$window])",
    "rate(x_total[$auto])",
    "rate(x_total[$unknown])",
    "increase(x_total[$__interval])",
    "max_over_time(x[10s])",
    "avg_over_time(x[$__interval])",
    "rate(sum(x_total)[10s:])",
    "rate(x_total[30s]",
]
VARIABLES = [
    {"name": "window", "type": "interval", "query": "10s,1m,5m"},
    {"name": "short", "type": "interval", "query": "10s,30s"},
    {"name": "auto", "type": "interval", "query": "10s,30s", "auto": True},
]
ON = {"type": "timeseries"}


def make_query(text: str, **raw: object) -> QueryView:
    target = {"refId": "A", "expr": text, "datasource": PROMETHEUS, **raw}
    return board(variables=VARIABLES, panels=[{**ON, "targets": [target]}]).queries[0]


@pytest.mark.parametrize(("text", "marked"), BAD)
def test_a_window_below_four_scrape_intervals_is_reported(text: str, marked: str) -> None:
    assert marks(check, make_query(text)) == [marked]


@pytest.mark.parametrize("text", GOOD)
def test_a_window_of_at_least_four_scrape_intervals_is_not_reported(text: str) -> None:
    assert messages(check, make_query(text)) == []


@pytest.mark.parametrize("step", ["1m", ">40s", "60", "$step"])
def test_a_minimum_step_keeps_the_interval_long(step: str) -> None:
    assert messages(check, make_query("rate(x_total[$__interval])", interval=step)) == []


def test_a_short_minimum_step_keeps_the_interval_short() -> None:
    assert messages(check, make_query("rate(x_total[$__interval])", interval="10s")) != []


def test_outside_a_project_an_interval_of_15_seconds_is_assumed() -> None:
    (found,) = check(query("rate(x_total[59s])", Settings()))
    assert found.what == (
        "rate over 59s is shorter than 4 scrape intervals of 15s "
        "(15s is assumed, because no project states the scrape interval)"
    )
    assert not found.certain
    (found,) = check(query("rate(x_total[10s])", Settings()))
    assert not found.certain  # contains two samples if the target is scraped every 5 s
    (found,) = check(query("rate(x_total[9s])", Settings()))
    assert found.certain
    assert messages(check, query("rate(x_total[1m]) + irate(x_total[30s])", Settings())) == []


@pytest.mark.parametrize(("step", "count"), [("1s", 0), ("2s", 1), ("", 1)])
def test_a_minimum_step_counts_as_scrape_interval(step: str, count: int) -> None:
    """5 s contain four scrapes every second (4 * 1 = 4), but not every two seconds (4 * 2 = 8)."""
    on = {"interval": step}
    assert len(messages(check, query("rate(x_total[5s])", Settings(), on=on))) == count
    assert len(messages(check, query("rate(x_total[5s])", on=on))) == 1  # in a project


def test_queries_in_other_languages_are_not_judged() -> None:
    for source in ({"type": "loki", "uid": "l"}, {"type": "influxdb", "uid": "i"}):
        assert messages(check, query(BAD[0][0], datasource=source)) == []


def test_a_rate_of_victoriametrics_includes_the_sample_before_the_range() -> None:
    assert messages(check, make_query("rate(vm_rows_inserted_total[$__interval])")) == []
