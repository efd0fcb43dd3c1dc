from __future__ import annotations

from dataclasses import replace

import pytest

from boardwright.checks.metrics import Metric, Recorded
from boardwright.checks.rules.counter_without_rate import check
from checks.views import SETTINGS, marks, query, says

BAD = [
    ("x_total", "x_total"),
    ('sum by (job) (x_total{job=~"$job"})', 'x_total{job=~"$job"}'),
    ("x_total / 1000 * 8", "x_total"),
    ("topk(5, x_total offset 1d)", "x_total offset 1d"),
    ("histogram_quantile(0.9, sum by (le) (x_bucket))", "x_bucket"),
    ('x_bucket{le="1"}', 'x_bucket{le="1"}'),
    ("x_total * on (i) group_left (v) y_info", "x_total"),
    ("rate(x_total[5m]) or y_total", "y_total"),
    ("x_total and on (i) up", "x_total"),
]
GOOD = [
    "rate(x_total[5m])",
    "increase(x_total[$__range])",
    "count(x_total)",
    "count by (a) (x_total) > 1",
    "group(x_total)",
    "absent(x_total)",
    "resets(x_total[1h])",
    "changes(x_total[1h])",
    "timestamp(x_total)",
    "x_total > 0",
    "x_total - y_total",
    "x_total / y_total",
    "x_total - x_total offset 1h",
    "up and x_total",
    "up unless x_total",
    "rate(x_total[5m:])",
    "memory_total",
    "node_threads_total",
    "cursors_open_total",
    "mongodb_open_cursors_total",
    "process_uptime_seconds_total",
    "${m}_total",
    "$f(x_total)",
    "s3_objects_per_bucket",
    "x_sum",
    "job:x_total:sum",
    "x_total + ",
]


@pytest.mark.parametrize(("text", "marked"), BAD)
def test_found(text: str, marked: str) -> None:
    assert marks(check, query(text)) == [marked]


@pytest.mark.parametrize("text", GOOD)
def test_silent(text: str) -> None:
    assert says(check, query(text)) == []


def test_other_languages_are_not_judged() -> None:
    for source in ({"type": "loki", "uid": "l"}, {"type": "influxdb", "uid": "i"}):
        assert says(check, query(BAD[0][0], datasource=source)) == []


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
def test_panels_that_are_left_alone(on: dict[str, object]) -> None:
    assert says(check, query("x_total", on=on)) == []


def test_what_is_not_drawn() -> None:
    assert says(check, query("x_total", hide=True)) == []
    assert says(check, query("x_total", instant=True)) == []


def test_buckets_by_their_legend() -> None:
    assert says(check, query("x_bucket", legendFormat="{{ le }}", on={"type": "heatmap"})) != []


KNOWN = Recorded(
    {
        name: Metric(name=name, type=kind)
        for name, kind in (
            ("odd_total", "gauge"),
            ("jobs_done", "counter"),
            ("size_bytes", "gauge"),
            ("wait_seconds_count", "histogram"),
            ("node_load1", "unknown"),
        )
    }
)
WITH = replace(SETTINGS, catalogue=KNOWN)


def test_types_tell() -> None:
    assert says(check, query("odd_total", WITH)) == []
    assert says(check, query("jobs_done + wait_seconds_count", WITH)) == [
        "the counter jobs_done is shown as it is, which only ever grows",
        "the counter wait_seconds_count is shown as it is, which only ever grows",
    ]
