"""More cases are in `test_metric_rules.py`."""

from __future__ import annotations

import pytest

from boardwright.checks.rules.counter_without_rate import check
from checks.views import PROMETHEUS, board, messages, panel, query


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
def test_panels_that_may_show_a_raw_counter_are_not_reported(on: dict[str, object]) -> None:
    assert messages(check, query("x_requests_total", on=on)) == []


def test_queries_that_are_not_drawn_are_not_reported() -> None:
    assert messages(check, query("x_requests_total", hide=True)) == []
    assert messages(check, query("x_requests_total", instant=True)) == []


def test_buckets_with_a_legend_of_le_are_reported() -> None:
    assert messages(check, query("x_bucket", legendFormat="{{ le }}")) != []


def test_the_fix_mentions_the_unit_per_second() -> None:
    (found,) = check(query("x_requests_total"))
    assert found.fix == "Show rate(x_requests_total[$__rate_interval]), with a unit per second."


@pytest.mark.parametrize(("used", "count"), [("$A - $B", 0), ("${A} * 2", 0), ("$AB", 1)])
def test_operands_of_an_expression_are_not_reported(used: str, count: int) -> None:
    """The panel shows the difference of two counters."""
    math = {"refId": "C", "datasource": {"type": "__expr__", "uid": "__expr__"}, "type": "math"}
    targets = [{"refId": "A", "expr": "opened_total"}, {**math, "expression": used}]
    shown = panel(type="timeseries", targets=targets)
    assert len(messages(check, shown.queries[0])) == count


def test_the_input_of_a_reduce_expression_is_not_reported() -> None:
    """Grafana's editor writes the refId of a reduce expression without `$`."""
    reduce = {"refId": "B", "datasource": {"type": "__expr__", "uid": "__expr__"}, "type": "reduce"}
    targets = [{"refId": "A", "expr": "opened_total"}, {**reduce, "expression": "A"}]
    shown = panel(type="timeseries", targets=targets)
    assert messages(check, shown.queries[0]) == []


@pytest.mark.parametrize(
    ("title", "metric", "count"),
    [
        ("Scheduler pending commands", "scheduler_requests_total", 0),
        ("Commands", "scheduler_requests_total", 1),
        ("Concurrent downloads", "download_requests_total", 0),
        ("Total number of responses", "broker_responses_total", 0),
        ("Total requests", "prometheus_http_requests_total", 0),
        ("Requests", "prometheus_http_requests_total", 1),
    ],
)
def test_titles_that_name_a_state_or_a_total_prevent_the_report(
    title: str, metric: str, count: int
) -> None:
    """The title counts for metrics of known type, such as Prometheus' own, too."""
    assert len(messages(check, query(metric, on={"title": title}))) == count


def test_a_legend_that_names_a_total_prevents_the_report() -> None:
    assert messages(check, query("lines_dropped_total", legendFormat="Total dropped lines")) == []
    assert len(messages(check, query("lines_dropped_total", legendFormat="Dropped lines"))) == 1


def test_a_quantile_of_a_summary_is_not_reported() -> None:
    assert messages(check, query('x_requests_total{quantile="0.5"} * 1000')) == []


def test_a_description_that_names_a_total_prevents_the_report() -> None:
    on = {"title": "Items", "description": "These are totals, because they rarely change."}
    assert messages(check, query("site_drops_total", on=on)) == []
    assert len(messages(check, query("site_drops_total", on={**on, "description": ""}))) == 1


@pytest.mark.parametrize("metric", ["utxos_count_unconfirmed_total", "track_published_total"])
def test_metrics_whose_name_describes_a_state_are_not_reported(metric: str) -> None:
    """lnd's unspent outputs and LiveKit's tracks are gauges: the number falls again."""
    assert messages(check, query(metric)) == []


@pytest.mark.parametrize(
    ("other", "count"),
    [
        ('sum(rate(nodes_created_total{pool=~"$pool"}[5m]))', 0),
        ("rate(nodes_deleted_total[5m])", 1),
    ],
)
def test_a_total_next_to_its_rate_is_not_reported(other: str, count: int) -> None:
    targets = [
        {"refId": "A", "expr": other, "datasource": PROMETHEUS},
        {"refId": "B", "expr": "sum(nodes_created_total)", "datasource": PROMETHEUS},
    ]
    shown = board(panels=[{"type": "timeseries", "title": "Nodes", "targets": targets}])
    assert len(messages(check, shown.queries[1])) == count


def test_a_gauge_of_prometheus_with_the_name_of_a_counter_is_not_reported() -> None:
    """`prometheus_tsdb_storage_blocks_bytes_total` is the size of the blocks on disk."""
    assert messages(check, query("prometheus_tsdb_storage_blocks_bytes_total")) == []


def test_a_description_that_names_an_aggregate_prevents_the_report() -> None:
    on = {"title": "ECC errors", "description": "Uncorrected errors (aggregate)"}
    assert messages(check, query("ecc_errors_total", on=on)) == []


def test_counts_of_restarts_are_reported_as_a_guess() -> None:
    """Both types are known, but pods restart rarely, so the count itself is useful."""
    (restarts,) = check(query("kube_pod_container_status_restarts_total"))
    (seconds,) = check(query("process_cpu_seconds_total"))
    assert (restarts.certain, seconds.certain) == (False, True)
