"""Metrics that may be missing: recorded and optional metrics, regular expressions on names."""

from __future__ import annotations

import pytest

from boardwright.checks.expected_metrics import ExpectedMetrics
from boardwright.checks.judged_selectors import find_used_names, iter_judged_selectors
from boardwright.checks.metrics import Metric, MetricCatalogue
from boardwright.checks.views.board_view import BoardView
from checks.views import board as whole_board
from checks.views import query

NAMES = ("app_requests_total", "node_cpu_seconds_total", "node_load1", "node_memory_Free_bytes")
PROMISED = ExpectedMetrics(
    recorded={"cluster_load": frozenset({"node_load1"}), "job:load:sum": frozenset()},
    optional=("nvidia_*", "node_hwmon_temp"),
)


def catalogue(promised: ExpectedMetrics = PROMISED) -> MetricCatalogue:
    return MetricCatalogue({n: Metric(name=n, type="unknown") for n in NAMES}, promised=promised)


def board(expr: str) -> BoardView:
    return query(expr).board


def judged_names(expr: str, promised: ExpectedMetrics = PROMISED) -> list[list[str]]:
    """Return the names that each judged selector may select."""
    return [
        [m.name for m in each.metrics]
        for each in iter_judged_selectors(board(expr), catalogue(promised))
    ]


@pytest.mark.parametrize(
    "expr",
    [
        "cluster_load",
        "job:load:sum",
        "other:load:sum",
        "nvidia_gpu_temp",
        "node_hwmon_temp",
        "up",
        "scrape_duration_seconds",
        "ALERTS",
        "absent(gone)",
        '{__name__=~"nvidia_.+"}',
        '{__name__=~"nvidia_gpu_(temp|load)"}',
        '{__name__=~"cluster_.*"}',
        '{__name__=~"job:.*"}',
        '{job="x"}',
        '{__name__!~"x"}',
        '{__name__=~"(("}',
        '{__name__=~"$metric"}',
        "$metric",
        "nvidia_${what}_total",
        '{__name__=~"node_.*",sensor="x"}',
    ],
)
def test_names_of_optional_and_recorded_metrics_are_not_judged(expr: str) -> None:
    assert judged_names(expr) == []


@pytest.mark.parametrize(
    ("expr", "metrics"),
    [
        ("node_load1", ["node_load1"]),
        ("node_lod1", []),
        ("node_hwmon_fan", []),
        ('{__name__=~"node_(load1|none)"}', ["node_load1"]),
        ('{__name__=~"node_(?:load1|none)"}', ["node_load1"]),
        ('{__name__=~"node_.*",__name__!~".*_(bytes|temp)"}', list(NAMES[1:3])),
        ('{__name__=~"node_.*",__name__!="node_load1",__name__=~".*_bytes"}', NAMES[3:]),
        ('{__name__=~"node"}', []),
        ('{__name__=~"nodes_.*"}', []),
        ('{__name__="node_load1"}', ["node_load1"]),
        ("node_${what}_seconds_total", list(NAMES[1:2])),
        ("disk_${what}_total", []),
    ],
)
def test_names_of_other_metrics_are_judged(expr: str, metrics: list[str]) -> None:
    assert judged_names(expr) == [list(metrics)]


def test_recorded_names_are_judged_when_all_rules_are_known() -> None:
    known = ExpectedMetrics(recorded=PROMISED.recorded, all_rules=True)
    assert judged_names("job:load:sum", known) == []
    assert judged_names("job:lod:sum", known) == [[]]
    assert judged_names('{__name__=~"job:lod:.*"}', known) == [[]]
    assert judged_names('{__name__=~"job:load:.*"}', known) == []


def test_a_regex_that_matches_more_than_200_metrics_requests_none() -> None:
    many = {f"m{n}": Metric(name=f"m{n}", type="unknown") for n in range(201)}
    assert list(iter_judged_selectors(board('{__name__=~"m.*"}'), MetricCatalogue(many))) == []
    del many["m0"]
    (asked,) = iter_judged_selectors(board('{__name__=~"m.*"}'), MetricCatalogue(many))
    assert len(asked.metrics) == 200


def test_used_names_come_from_all_queries_of_a_board() -> None:
    target = {"refId": "A", "expr": 'node_load1 + {__name__=~"app_.*"} + absent(other)'}
    annotation = {"name": "a", "expr": "node_${x}_seconds_total"}
    used = whole_board(
        panels=[{"type": "timeseries", "targets": [target]}], annotations={"list": [annotation]}
    )
    assert find_used_names(used, {*NAMES, "other", "more"}) == {
        "app_requests_total",
        "node_cpu_seconds_total",
        "node_load1",
        "other",
    }
