from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from boardwright.checks.rules.legend_label_missing import check
from checks.views import SETTINGS, board, messages, problems, query, rule_of

BAD = [
    ("sum by (job) (up)", "{{instance}}", "{{instance}}"),
    ("sum(rate(x[$__rate_interval])) by (job)", "{{ job }} {{ pod }}", "{{pod}}"),
    ("sum(up)", "{{a}} of {{b}}", "{{a}} and {{b}}"),
    ("rate(x_total[5m])", "{{__name__}}", "{{__name__}}"),
    ("histogram_quantile(0.9, sum by (le, a) (rate(x_bucket[5m])))", "{{le}}", "{{le}}"),
    ("sum by (a) (x) / on (a) group_left (b) sum by (a) (y)", "{{b}}", "{{b}}"),
    ('up{job=""}', "{{job}}", "{{job}}"),
]
GOOD = [
    ("sum by (job) (up)", "{{job}}"),
    ("sum by (job) (up)", "total"),
    ("sum by (job) (up)", "__auto"),
    ("sum by ($by) (up)", "{{instance}}"),
    ("sum by (job) (up)", "{{$by}}"),
    ("sum by (job) (up)", "{{[[by]]}}"),
    ("$agg(up)", "{{instance}}"),
    ("up", "{{instance}} {{__name__}}"),
    ("sum without (job) (up)", "{{instance}}"),
    ("rate(x[5m]) * on (a) group_left (b) y", "{{b}}"),
    ('label_replace(sum(x), "n", "v", "", "")', "{{n}}"),
    ('count_values("v", x)', "{{v}}"),
    ("sum by (a) (x) or sum by (b) (y)", "{{a}}{{b}}"),
    ("sum(rate(x[5m])", "{{a}}"),
]


BUSY = rule_of({"record": "busy", "expr": "avg by (instance) (x)", "labels": {"team": "a"}})


@pytest.mark.parametrize(
    ("kind", "legend", "count"),
    [
        ("timeseries", "{{pod}}", 1),
        ("timeseries", "{{instance}} {{team}} {{__name__}}", 0),
        ("stat", "{{pod}}", 1),
    ],
)
def test_a_legend_with_a_label_that_a_recorded_series_lacks_is_reported(
    kind: str, legend: str, count: int
) -> None:
    """The rule keeps instance and adds team; several series are in a stat, each with its name."""
    settings = replace(SETTINGS, rules=(BUSY,))
    shown = query("busy", settings, on={"type": kind}, legendFormat=legend)
    assert len(messages(check, shown)) == count


def test_a_stat_of_one_recorded_value_shows_no_name() -> None:
    settings = replace(SETTINGS, rules=(rule_of({"record": "total", "expr": "sum(x)"}),))
    shown = query("total", settings, on={"type": "stat"}, legendFormat="{{pod}}")
    assert messages(check, shown) == []


@pytest.mark.parametrize(("expr", "legend", "missing"), BAD)
def test_a_legend_with_a_lost_label_is_reported(expr: str, legend: str, missing: str) -> None:
    found = messages(check, query(expr, legendFormat=legend))
    assert found == [f"the legend shows {missing}, which the result of the query never has"]


@pytest.mark.parametrize(("expr", "legend"), GOOD)
def test_a_legend_with_a_label_that_may_exist_is_not_reported(expr: str, legend: str) -> None:
    assert messages(check, query(expr, legendFormat=legend)) == []


@pytest.mark.parametrize(
    ("raw", "on"),
    [
        ({"hide": True}, {}),
        ({"format": "table"}, {}),
        ({}, {"type": "table"}),
        ({}, {"type": "stat"}),
        ({}, {"transformations": [{"id": "timeSeriesTable", "options": {}}]}),
        ({"datasource": {"type": "loki", "uid": "l"}}, {}),
    ],
)
def test_queries_whose_legend_is_not_shown_are_not_reported(
    raw: dict[str, Any], on: dict[str, Any]
) -> None:
    assert messages(check, query("sum(up)", legendFormat="{{job}}", on=on, **raw)) == []


def test_the_problem_is_placed_at_the_legend() -> None:
    target = {"refId": "A", "expr": "sum(up)", "legendFormat": "{{job}}"}
    (problem,) = problems(check, board(panels=[{"type": "timeseries", "targets": [target]}]))
    assert problem.pointer == ("panels", 0, "targets", 0, "legendFormat")


def test_a_stat_with_two_values_shows_names_and_is_reported() -> None:
    target = {"expr": "sum by (job) (up)", "legendFormat": "{{instance}}"}
    assert len(messages(check, query(target.pop("expr"), on={"type": "stat"}, **target))) == 1


@pytest.mark.parametrize(
    ("on", "certain"),
    [
        ({"type": "timeseries"}, True),
        # a stat shows the name of a single series only if its text mode contains the name
        ({"type": "stat"}, False),
        ({"type": "stat", "options": {"textMode": "value_and_name"}}, True),
        ({"type": "gauge"}, False),
        # a hidden legend; the tooltip still contains the name
        ({"type": "timeseries", "options": {"legend": {"showLegend": False}}}, False),
        ({"type": "timeseries", "options": {"legend": {"displayMode": "hidden"}}}, False),
        ({"type": "timeseries", "options": {"legend": {"showLegend": True}}}, True),
        ({"type": "graph", "legend": {"show": False}}, False),
    ],
)
def test_a_legend_that_the_panel_may_hide_is_a_guess(on: dict[str, Any], certain: bool) -> None:
    (found,) = check(query("sum by (job) (up)", on=on, legendFormat="{{pod}}"))
    assert found.certain == certain
