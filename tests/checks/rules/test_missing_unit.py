from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.missing_unit import check
from checks.views import messages, query


@pytest.mark.parametrize(
    ("expr", "quantity"),
    [
        ("node_memory_MemFree_bytes", "bytes"),
        ("sum by (job) (rate(x_bytes_total[5m]))", "bytes per second"),
        ("histogram_quantile(0.9, sum by (le) (rate(x_seconds_bucket[5m])))", "seconds"),
        ("rate(x_seconds_sum[5m]) / rate(x_seconds_count[5m])", "seconds"),
        ("time() - process_start_time_seconds", "seconds"),
        ("time() - chrony_current_time_seconds", "seconds"),
        ("time() - backup_timestamp_in_seconds", "seconds"),
    ],
)
def test_a_panel_without_unit_is_reported_with_the_quantity_of_the_query(
    expr: str, quantity: str
) -> None:
    (found,) = check(query(expr).panel)
    known = "node_" in expr or "process_" in expr
    guess = "" if known else " (judging by the name of its metric)"
    assert found.what == f"the panel shows {quantity}{guess} and has no unit"
    assert found.certain == known


@pytest.mark.parametrize(
    "expr",
    [
        "up",
        "x_bytes * 8",
        "x_bytes / 1024",
        "count(x_bytes)",
        "x_seconds_count",
        "job:x_bytes:sum",
        "x_bytes > bool 3",
        "rate(x_seconds_total[5m])",
        "$metric",
        '{job=~".+"}',
    ],
)
def test_a_query_of_uncertain_quantity_is_not_reported(expr: str) -> None:
    assert messages(check, query(expr).panel) == []


@pytest.mark.parametrize(
    "raw",
    [
        {"fieldConfig": {"defaults": {"unit": "short"}}},
        {"fieldConfig": {"overrides": [{"properties": [{"id": "unit", "value": "bytes"}]}]}},
        {"type": "table"},
        {"type": "graph", "yaxes": [{"format": "bytes"}]},
        {"type": "graph", "fieldConfig": {"defaults": {"unit": "decbytes"}}},
        {"type": "singlestat", "format": "bytes"},
        {"type": "stat", "options": {"reduceOptions": {"calcs": ["count"]}}},
        {"transformations": [{"id": "calculateField"}]},
    ],
)
def test_panels_that_need_no_unit_are_not_reported(raw: dict[str, Any]) -> None:
    assert messages(check, query("x_bytes", on=raw).panel) == []
