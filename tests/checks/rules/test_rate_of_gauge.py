from __future__ import annotations

from dataclasses import replace

import pytest

from boardwright.checks.metrics import Metric, Recorded
from boardwright.checks.rules.rate_of_gauge import check
from checks.views import SETTINGS, marks, query, says

BAD = [
    ("rate(node_memory_MemFree_bytes[5m])", "rate(node_memory_MemFree_bytes[5m])"),
    (
        'sum(increase(process_resident_memory_bytes{job="$job"}[1h]))',
        'increase(process_resident_memory_bytes{job="$job"}[1h])',
    ),
    ("irate(node_load1[$__rate_interval])", "irate(node_load1[$__rate_interval])"),
    ("rate(go_memstats_heap_inuse_bytes[5m])", "rate(go_memstats_heap_inuse_bytes[5m])"),
    ("rate(cache_hit_ratio[5m:1m])", "rate(cache_hit_ratio[5m:1m])"),
    ("rate(up[1m]) or irate(up[1m])", "rate(up[1m])"),
    ("increase(process_start_time_seconds[1h])", "increase(process_start_time_seconds[1h])"),
]
GOOD = [
    "rate(node_vmstat_pgfault[5m])",
    "rate(node_netstat_Tcp_InSegs[5m])",
    "rate(go_memstats_alloc_bytes_total[5m])",
    "rate(node_memory_numa_hits_total[5m])",
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


KNOWN = Recorded(
    {
        name: Metric(name=name, type=kind)
        for name, kind in (
            ("odd_total", "gauge"),
            ("jobs_done", "counter"),
            ("size_bytes", "gauge"),
            ("wait_seconds_count", "histogram"),
            ("native_seconds", "histogram"),
            ("queue_seconds", "gaugehistogram"),
            ("node_load1", "unknown"),
        )
    }
)
WITH = replace(SETTINGS, catalogue=KNOWN)


def test_types_tell() -> None:
    assert says(check, query("rate(odd_total[5m])", WITH)) == [
        "rate is taken of odd_total, which is a gauge and no counter"
    ]
    assert says(check, query("rate(size_bytes[5m])", WITH)) != []
    assert says(check, query("rate(size_bytes[5m])")) == []
    assert says(check, query("rate(jobs_done[5m]) + rate(wait_seconds_count[5m])", WITH)) == []
    assert says(check, query("rate(node_load1[5m])", WITH)) != []
    assert says(check, query("histogram_quantile(0.9, rate(native_seconds[5m]))", WITH)) == []
    assert says(check, query("rate(queue_seconds[5m])", WITH)) != []
