"""Names of rules by the convention `level:metric:operations`."""

from __future__ import annotations

import pytest

from boardwright.promql import parse
from boardwright.promql.lexical import is_legacy_name
from boardwright.suggestions.rule_names import name_rule


@pytest.mark.parametrize(
    ("expr", "name"),
    [
        ("sum by (instance, path) (rate(requests_total[5m]))", "instance_path:requests:rate5m"),
        ("avg by (job) (rate(requests_total[5m]))", "job:requests:avg_rate5m"),
        ("sum(memory_bytes)", ":memory_bytes:sum"),
        ("min by (job) (min by (job, i) (memory_bytes))", "job:memory_bytes:min"),
        ("sum without (cpu) (cpu_seconds_total)", "without_cpu:cpu_seconds_total:sum"),
        ('sum by (i) (rate(cpu_seconds_total{mode="idle"}[1m]))', "i:cpu_seconds_idle:rate1m"),
        ('sum by (i) (a{mode!~"idle|iowait"})', "i:a_not_idle_iowait:sum"),
        (
            'sum by (i) (rate(a_total{c="5"}[1m])) / sum by (i) (rate(b_total[1m]))',
            "i:a_5_per_b:ratio_rate1m",
        ),
        (
            "histogram_quantile(0.99, sum by (job, le) (rate(h_bucket[5m])))",
            "job:h:p99_rate5m",
        ),
        ("quantile by (i) (0.5, a)", "i:a:p50"),
        ("sum by (i) (max_over_time(a[1h]))", "i:a:max_over_time1h"),
        ('sum by ("service.name") ({"http.requests"})', "service_name:http_requests:sum"),
        ('sum by (i) ({job="x"})', "i:series_x:sum"),
    ],
)
def test_the_name_has_the_labels_the_metric_and_the_operations(expr: str, name: str) -> None:
    assert name_rule(parse(expr)) == name
    assert is_legacy_name(name)


def test_a_name_in_use_gets_a_number() -> None:
    expr = parse("sum by (i) (a)")
    assert name_rule(expr, {"i:a:sum"}) == "i:a:sum_2"
    assert name_rule(expr, {"i:a:sum", "i:a:sum_2"}) == "i:a:sum_3"


def test_a_long_matcher_is_shortened_at_a_word() -> None:
    name = name_rule(
        parse('sum by (i) (a{f!~"tmpfs|ramfs|devtmpfs|overlay|squashfs|iso9660|nsfs"})')
    )
    assert name == "i:a_not_tmpfs_ramfs_devtmpfs_overlay:sum"
