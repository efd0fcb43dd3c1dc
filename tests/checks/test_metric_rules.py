"""Rules about metrics, in two tables: each expression with the findings of every rule.

A rule that a row does not name must find nothing there.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from boardwright.checks import Rule
from boardwright.checks.metrics import Metric, MetricCatalogue
from boardwright.checks.problem_maker import choose_severity
from boardwright.checks.registry import load_built_in_rules
from boardwright.checks.settings import Settings
from checks.emitted_metrics import WITH
from checks.views import SETTINGS, marks, query

EMITTED_RULES = [rule for rule in load_built_in_rules() if rule.group == "metrics"]

EMITTED: list[tuple[str, dict[str, str]]] = [
    ("rate(node_cpu_second_total[5m])", {"unknown-metric": "node_cpu_second_total"}),
    ("sum(node_memory_MemFree{a='$a'})", {"unknown-metric": "node_memory_MemFree"}),
    ("nothing + nothing", {"unknown-metric": "nothing"}),
    ("{__name__=~'nothing_.+'}", {"unknown-metric": "{__name__=~'nothing_.+'}"}),
    ("${app}_nothing_total", {"unknown-metric": "${app}_nothing_total"}),
    ("wait_seconds", {"unknown-metric": "wait_seconds"}),
    ("rate(node_cpu_seconds_total[5m])", {}),
    ("up", {}),
    ("ALERTS{alertname='a'}", {}),
    ("scrape_duration_seconds", {}),
    ("job:x:rate5m", {}),
    ("absent(nothing)", {}),
    ("absent_over_time(nothing[5m])", {}),
    ("nothing or node_memory_MemFree_bytes", {}),
    ("sum(nothing) or sum(node_memory_MemFree_bytes)", {}),
    ("{__name__=~'node_.+'}", {}),
    ("{__name__=~'$metric'}", {}),
    ("{job='a'}", {}),
    ("$metric", {}),
    ("${app}_requests_total", {}),
    ("nothing(", {}),
    ("${a}_${b}", {}),
    ("node_cpu_seconds_total{state='idle'}", {"unknown-label": "state='idle'"}),
    (
        "rate(node_cpu_seconds_total{cpu='0',moed=~'idle|user'}[5m])",
        {"unknown-label": "moed=~'idle|user'"},
    ),
    ("node_memory_MemFree_bytes{a!=''}", {"unknown-label": "a!=''"}),
    ("sum by (core) (rate(node_cpu_seconds_total[5m]))", {"unknown-label": "core"}),
    ("sum(node_memory_MemFree_bytes) by (job, handler)", {"unknown-label": "handler"}),
    ("{__name__=~'node_.+',nope='a'}", {"unknown-label": "nope='a'"}),
    ("node_cpu_seconds_total{mode='idle',job='a',instance='b'}", {}),
    ("node_cpu_seconds_total{x=''}", {}),
    ("node_cpu_seconds_total{x!='a'}", {}),
    ("node_cpu_seconds_total{x=~'.*'}", {}),
    ("node_cpu_seconds_total{x=~'$x'}", {}),
    ("node_cpu_seconds_total{$x='a'}", {}),
    ("nothing{x='a'}", {"unknown-metric": "nothing"}),
    ("sum by (mode, job) (node_cpu_seconds_total)", {}),
    ("sum by ($by) (node_cpu_seconds_total)", {}),
    ("sum without (x) (node_cpu_seconds_total)", {}),
    ("sum by (x) (label_replace(node_cpu_seconds_total, 'x', '$1', 'cpu', '(.*)'))", {}),
    ("sum by (x) (nothing)", {"unknown-metric": "nothing"}),
    (
        "sum by (x) (node_cpu_seconds_total * on (cpu) group_left (x) nothing)",
        {"unknown-metric": "nothing"},
    ),
    ("sum by (v) (count_values by (mode) ('v', node_cpu_seconds_total))", {}),
    ("sum by (mode) (node_memory_MemFree_bytes or node_cpu_seconds_total)", {}),
    ("node_cpu_seconds_total{mode='idel'}", {"unknown-label-value": "mode='idel'"}),
    ("rate(node_cpu_seconds_total{mode='nope'}[5m])", {"unknown-label-value": "mode='nope'"}),
    ("node_cpu_seconds_total{mode=~'user|sys'}", {"unknown-label-value": "mode=~'user|sys'"}),
    ("wait_seconds_bucket{le='0.3'}", {"unknown-label-value": "le='0.3'"}),
    ("api_requests_total{handler='/API'}", {"unknown-label-value": "handler='/API'"}),
    ("gc_seconds{quantile='0.99'}", {"unknown-label-value": "quantile='0.99'"}),
    ("node_cpu_seconds_total{mode='idle'}", {}),
    ("node_cpu_seconds_total{mode=~'user|system'}", {}),
    ("node_cpu_seconds_total{mode=~'us.*'}", {}),
    ("node_cpu_seconds_total{mode='$mode'}", {}),
    ("node_cpu_seconds_total{mode!='nope'}", {}),
    ("wait_seconds_bucket{le='1'}", {}),
    ("wait_seconds_bucket{le='+Inf'}", {}),
    ("api_requests_total{code='500'}", {}),
    ("api_requests_total{code=~'5..'}", {}),
    ("api_requests_total{device='eth1'}", {}),
    ("api_requests_total{handler='/other/thing'}", {}),
    ("node_cpu_seconds_total{job='nope'}", {}),
    ("nothing{mode='nope'}", {"unknown-metric": "nothing"}),
    ("node_cpu_seconds_total{nope='a'}", {"unknown-label": "nope='a'"}),
    ("node_cpu_seconds_total{cpu='7'}", {}),
    (
        "histogram_quantile(0.9, rate(api_requests_total[5m]))",
        {"wrong-metric-type": "histogram_quantile(0.9, rate(api_requests_total[5m]))"},
    ),
    (
        "histogram_quantile(0.9, sum by (le) (node_memory_MemFree_bytes))",
        {
            "unknown-label": "le",
            "wrong-metric-type": "histogram_quantile(0.9, sum by (le) (node_memory_MemFree_bytes))",
        },
    ),
    ("avg(gc_seconds)", {"wrong-metric-type": "avg(gc_seconds)"}),
    (
        "sum by (quantile) (gc_seconds{job='$job'}) * 1000",
        {"wrong-metric-type": "sum by (quantile) (gc_seconds{job='$job'})"},
    ),
    ("rate(gc_seconds[5m])", {"wrong-metric-type": "rate(gc_seconds[5m])"}),
    ("histogram_quantile(0.9, rate(wait_seconds_bucket[5m]))", {}),
    ("histogram_quantile(0.9, rate(nothing[5m]))", {"unknown-metric": "nothing"}),
    ("max(gc_seconds)", {}),
    ("avg by (instance, quantile) (gc_seconds)", {}),
    ("avg without (pod) (gc_seconds)", {}),
    ("avg(gc_seconds{instance='a'})", {}),
    ("rate(gc_seconds_count[5m])", {}),
    ("sum(rate(gc_seconds_sum[5m]))", {}),
    ("gc_seconds", {}),
    ("avg(rate(api_requests_total[5m]))", {}),
    ("rate(node_memory_MemFree_bytes[5m])", {}),
    ("$f(gc_seconds)", {}),
]
"""Expression -> rule -> the part that it marks, given the metrics in `checks.emitted_metrics`."""


def marked_parts(
    rules: list[Rule], text: str, settings: Settings, **more: object
) -> dict[str, str]:
    found = {rule.id: marks(rule, query(text, settings, **more)) for rule in rules}
    assert all(len(parts) <= 1 for parts in found.values())
    return {rule: parts[0] for rule, parts in found.items() if parts}


@pytest.mark.parametrize(("text", "expected"), EMITTED)
def test_each_expression_has_the_findings_about_emitted_metrics(
    text: str, expected: dict[str, str]
) -> None:
    assert marked_parts(EMITTED_RULES, text, WITH) == expected


@pytest.mark.parametrize("text", [text for text, expected in EMITTED if expected])
def test_nothing_is_found_without_metrics_or_in_another_language(text: str) -> None:
    assert marked_parts(EMITTED_RULES, text, SETTINGS) == {}
    loki = {"type": "loki", "uid": "l"}
    assert marked_parts(EMITTED_RULES, text, WITH, datasource=loki) == {}


TYPE_RULES = [
    rule
    for rule in load_built_in_rules()
    if rule.id
    in {
        "counter-as-number",
        "counter-without-rate",
        "delta-of-counter",
        "heatmap-of-raw-buckets",
        "rate-of-gauge",
    }
]
GRAPH, STAT, HEATMAP = "timeseries", "stat", "heatmap"
RAW, NUMBER, RATE, DELTA = (
    "counter-without-rate",
    "counter-as-number",
    "rate-of-gauge",
    "delta-of-counter",
)
KNOWN = MetricCatalogue(
    {
        name: Metric(name=name, type=kind)
        for name, kind in (
            ("odd_total", "gauge"),
            ("jobs_done", "counter"),
            ("size_bytes", "gauge"),
            ("wait_seconds_count", "histogram"),
            ("native_seconds", "histogram"),
            ("queue_seconds", "gaugehistogram"),
            ("unsaid_requests_total", "unknown"),
        )
    }
)
MEASURED = replace(SETTINGS, catalogue=KNOWN)

TYPES: list[tuple[str, str, dict[str, str]]] = [
    (GRAPH, "x_requests_total", {RAW: "info x_requests_total"}),
    (
        GRAPH,
        'sum by (job) (x_requests_total{job=~"$job"})',
        {RAW: 'info x_requests_total{job=~"$job"}'},
    ),
    (GRAPH, "x_requests_total / 1000 * 8", {RAW: "info x_requests_total"}),
    (GRAPH, "topk(5, x_requests_total offset 1d)", {RAW: "info x_requests_total offset 1d"}),
    (GRAPH, "x_requests_total * on (i) group_left (v) y_info", {RAW: "info x_requests_total"}),
    (GRAPH, "rate(x_requests_total[5m]) or y_requests_total", {RAW: "info y_requests_total"}),
    (GRAPH, "x_requests_total and on (i) up", {RAW: "info x_requests_total"}),
    (GRAPH, "unsaid_requests_total", {RAW: "info unsaid_requests_total"}),
    # types are known: from --metrics, from the well-known exporters, and of series with `le`
    (GRAPH, "jobs_done", {RAW: "warning jobs_done"}),
    (GRAPH, "wait_seconds_count", {RAW: "warning wait_seconds_count"}),
    (GRAPH, "node_network_receive_bytes_total", {RAW: "warning node_network_receive_bytes_total"}),
    (
        GRAPH,
        "kube_pod_container_status_restarts_total",
        {RAW: "info kube_pod_container_status_restarts_total"},
    ),
    (GRAPH, "histogram_quantile(0.9, sum by (le) (x_bucket))", {RAW: "info x_bucket"}),
    (GRAPH, 'x_bucket{le="1"}', {RAW: 'info x_bucket{le="1"}'}),
    (GRAPH, "odd_total", {}),
    (GRAPH, "size_bytes", {}),
    (GRAPH, "nginxplus_cache_hit_bytes", {RAW: "warning nginxplus_cache_hit_bytes"}),
    (GRAPH, "argocd_repo_pending_request_total", {}),
    # words that describe a current state
    (GRAPH, "pending_requests_total", {}),
    (GRAPH, "backends_total", {}),
    (GRAPH, "requests_waiting_total", {}),
    (GRAPH, "active_connections_total", {}),
    (GRAPH, "current_sessions_total", {}),
    (GRAPH, "node_threads_total", {}),
    (GRAPH, "cursors_open_total", {}),
    (GRAPH, "mongodb_open_cursors_total", {}),
    (GRAPH, "process_uptime_seconds_total", {}),
    (GRAPH, "memory_total", {}),
    (GRAPH, "memory_bytes_total", {}),
    # not shown as they are
    *(
        (GRAPH, text, {})
        for text in (
            "rate(x_requests_total[5m])",
            "increase(x_requests_total[$__range])",
            "count(x_requests_total)",
            "count by (a) (x_requests_total) > 1",
            "group(x_requests_total)",
            "absent(x_requests_total)",
            "resets(x_requests_total[1h])",
            "changes(x_requests_total[1h])",
            "timestamp(x_requests_total)",
            "x_requests_total > 0",
            "x_requests_total - y_requests_total",
            "x_requests_total / y_requests_total",
            "x_requests_total - x_requests_total offset 1h",
            "up and x_requests_total",
            "up unless x_requests_total",
            "rate(x_requests_total[5m:])",
            "${m}_total",
            "$f(x_requests_total)",
            "s3_objects_per_bucket",
            "x_sum",
            "job:x_requests_total:sum",
            "x_requests_total + ",
        )
    ),
    (STAT, "sum(x_requests_total)", {NUMBER: "info x_requests_total"}),
    (STAT, "sum(jobs_done)", {NUMBER: "warning jobs_done"}),
    (STAT, "sum(increase(x_requests_total[$__range]))", {}),
    (STAT, "count(x_requests_total)", {}),
    (STAT, "backends_total", {}),
    ("table", "x_requests_total", {}),
    (HEATMAP, "x_bucket", {"heatmap-of-raw-buckets": "info x_bucket"}),
    (HEATMAP, "sum by (le) (x_bucket)", {"heatmap-of-raw-buckets": "info x_bucket"}),
    (HEATMAP, "sum by (le) (increase(x_bucket[$__rate_interval]))", {}),
    (HEATMAP, "x_seconds", {}),
    (HEATMAP, "x_requests_total", {RAW: "info x_requests_total"}),
    (GRAPH, "delta(http_requests_total[5m])", {DELTA: "info delta(http_requests_total[5m])"}),
    (
        GRAPH,
        'sum(idelta(x_requests_total{a="$a"}[$__interval]))',
        {DELTA: 'info idelta(x_requests_total{a="$a"}[$__interval])'},
    ),
    (GRAPH, "deriv(x_requests_total[5m]) * 60", {DELTA: "info deriv(x_requests_total[5m])"}),
    (
        GRAPH,
        "predict_linear((x_requests_total[1h]), 3600)",
        {DELTA: "info predict_linear((x_requests_total[1h]), 3600)"},
    ),
    (GRAPH, "delta(jobs_done[5m])", {DELTA: "warning delta(jobs_done[5m])"}),
    (GRAPH, "deriv(wait_seconds_count[5m])", {DELTA: "warning deriv(wait_seconds_count[5m])"}),
    (
        GRAPH,
        "deriv(node_network_receive_bytes_total[5m])",
        {DELTA: "warning deriv(node_network_receive_bytes_total[5m])"},
    ),
    (GRAPH, "delta(odd_total[5m])", {}),
    (GRAPH, "delta(temp_celsius[5m])", {}),
    (GRAPH, "deriv(node_filesystem_avail_bytes[5m])", {}),
    (GRAPH, "delta(memory_total[5m])", {}),
    (GRAPH, "delta(pending_requests_total[5m])", {}),
    (GRAPH, "delta(${m}_total[5m])", {}),
    (GRAPH, "$f(x_requests_total[5m])", {}),
    (GRAPH, "delta(x_requests_total[5m]", {}),
    (GRAPH, "predict_linear(x[1h], 3600)", {}),
    (
        GRAPH,
        "rate(node_memory_MemFree_bytes[5m])",
        {RATE: "warning rate(node_memory_MemFree_bytes[5m])"},
    ),
    (
        GRAPH,
        'sum(increase(process_resident_memory_bytes{job="$job"}[1h]))',
        {RATE: 'warning increase(process_resident_memory_bytes{job="$job"}[1h])'},
    ),
    (
        GRAPH,
        "irate(node_load1[$__rate_interval])",
        {RATE: "warning irate(node_load1[$__rate_interval])"},
    ),
    (GRAPH, "rate(water_celsius[5m:1m])", {RATE: "info rate(water_celsius[5m:1m])"}),
    (GRAPH, "rate(worker_busy_ratio[5m])", {}),
    (GRAPH, 'x_requests_total{quantile="0.5"}', {}),
    (GRAPH, "io_time + on (device) group_left (pod) 0 * x_requests_total", {}),
    (GRAPH, "models_with_failure_total", {}),
    (GRAPH, "rate(up[1m]) or irate(up[1m])", {RATE: "info rate(up[1m])"}),
    (GRAPH, "rate(odd_total[5m])", {RATE: "warning rate(odd_total[5m])"}),
    (GRAPH, "rate(size_bytes[5m])", {RATE: "warning rate(size_bytes[5m])"}),
    (GRAPH, "rate(queue_seconds[5m])", {RATE: "warning rate(queue_seconds[5m])"}),
    # timestamps only grow
    (GRAPH, "increase(process_start_time_seconds[1h])", {}),
    (GRAPH, "rate(node_time_seconds[5m])", {}),
    (GRAPH, "increase(backup_last_success_timestamp_seconds[1d])", {}),
    *(
        (GRAPH, text, {})
        for text in (
            "rate(node_vmstat_pgfault[5m])",
            "rate(go_memstats_alloc_bytes_total[5m])",
            "rate(node_cpu[5m])",
            "rate(service_requests[5m])",
            "deriv(node_load1[5m])",
            "rate(requests_ratio_total[5m])",
            "rate(${metric}_ratio[5m])",
            "rate($metric[5m])",
            "delta(node_memory_MemFree_bytes[5m])",
            "rate(job:up:ratio[5m])",
            "$f(up[5m])",
            "rate(up[5m]",
            "resets(up[5m])",
            "rate(jobs_done[5m]) + rate(wait_seconds_count[5m])",
            "histogram_quantile(0.9, rate(native_seconds[5m]))",
        )
    ),
]
"""Panel type, expression -> rule -> severity and the part that it marks."""


def judged_parts(kind: str, text: str, **more: object) -> dict[str, str]:
    asked = query(text, MEASURED, on={"type": kind}, **more)
    found = {}
    for rule in TYPE_RULES:
        for finding, part in zip(rule(asked), marks(rule, asked), strict=True):
            assert rule.id not in found
            found[rule.id] = f"{choose_severity(rule, finding)} {part}"
    return found


@pytest.mark.parametrize(("kind", "text", "expected"), TYPES)
def test_each_expression_has_the_findings_about_metric_types(
    kind: str, text: str, expected: dict[str, str]
) -> None:
    assert judged_parts(kind, text) == expected


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, text, found in TYPES if found])
@pytest.mark.parametrize("plugin", ["loki", "influxdb"])
def test_findings_about_metric_types_are_limited_to_promql(
    kind: str, text: str, plugin: str
) -> None:
    assert judged_parts(kind, text, datasource={"type": plugin, "uid": "other"}) == {}


def test_a_finding_from_a_name_is_marked_as_a_guess() -> None:
    """The type of `kube_pod_container_status_restarts_total` is known, but its meaning is not."""
    for rule in TYPE_RULES:
        for kind, text, expected in TYPES:
            for finding in rule(query(text, MEASURED, on={"type": kind})):
                guessed = expected[rule.id].startswith("info") and "restarts" not in text
                assert ("judging by its name" in finding.what) == guessed
