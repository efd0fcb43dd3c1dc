"""Metrics of some targets, for testing rules about names, labels and values."""

from __future__ import annotations

from dataclasses import replace

from boardwright.checks.metrics import read_exposition
from checks.views import SETTINGS

EMITTED = read_exposition(
    """
# TYPE node_cpu_seconds_total counter
node_cpu_seconds_total{cpu="0",mode="idle"} 1
node_cpu_seconds_total{cpu="0",mode="user"} 1
node_cpu_seconds_total{cpu="0",mode="system"} 1
# TYPE node_memory_MemFree_bytes gauge
node_memory_MemFree_bytes 1
# TYPE api_requests_total counter
api_requests_total{code="200",handler="/api",device="eth0"} 1
# TYPE wait_seconds histogram
wait_seconds_bucket{le="1.0"} 1
wait_seconds_bucket{le="+Inf"} 1
wait_seconds_sum 1
wait_seconds_count 1
# TYPE gc_seconds summary
gc_seconds{quantile="0.5"} 1
gc_seconds_sum 1
gc_seconds_count 1
""",
    where="emitted.prom",
)
WITH = replace(SETTINGS, catalogue=EMITTED)
