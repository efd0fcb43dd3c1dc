from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.quantities import derive_name_quantity
from boardwright.checks.rules.unit_contradicts_metric import check
from checks.views import messages, query

RATIO = "x_free_bytes / x_size_bytes"


def shown(expr: str, unit: str, **raw: Any) -> list[str]:
    defaults: dict[str, Any] = {
        "fieldConfig": {"defaults": {"unit": unit}, "overrides": raw.pop("overrides", [])}
    }
    return messages(check, query(expr, on={**defaults, **raw}, legendFormat="free").panel)


@pytest.mark.parametrize(
    ("expr", "unit"),
    [
        ("x_bytes", "s"),
        ("x_bytes", "bits"),
        ("x_bytes", "mbytes"),
        ("x_seconds", "ms"),
        ("x_seconds", "bytes"),
        ("rate(x_bytes_total[5m])", "bytes"),
        ("rate(x_bytes_total[5m])", "bps"),
        (RATIO, "percent"),
        (f"1 - {RATIO}", "percent"),
        (f"100 * ({RATIO})", "percentunit"),
        ("100 - avg(rate(x_cpu_seconds_total[5m])) * 100", "percentunit"),
        ("avg(rate(x_cpu_seconds_total[5m]))", "percent"),
        ("x_timestamp_seconds", "dateTimeAsIso"),
    ],
)
def test_a_unit_that_contradicts_the_metric_is_reported(expr: str, unit: str) -> None:
    assert len(shown(expr, unit)) == 1


@pytest.mark.parametrize(
    ("expr", "unit", "message"),
    [
        (
            RATIO,
            "percent",
            "the unit 'percent' expects 0 to 100, but query A returns a ratio of 0 to 1",
        ),
        (
            f"100 * ({RATIO})",
            "percentunit",
            "the unit 'percentunit' expects a ratio of 0 to 1, but query A returns 0 to 100",
        ),
        ("x_seconds", "ms", "the unit 'ms' expects milliseconds, but query A returns seconds"),
    ],
)
def test_the_message_names_the_values_of_the_unit_and_of_the_query(
    expr: str, unit: str, message: str
) -> None:
    (found,) = shown(expr, unit)
    assert found.startswith(message)


@pytest.mark.parametrize(
    ("expr", "unit"),
    [
        ("x_bytes", "decbytes"),
        ("nic_rx_bytes", "Bps"),
        ("sum(array_bandwidth_bytes)", "binBps"),
        ("x_bytes", "short"),
        ("x_bytes * 8", "bits"),
        ("x_seconds * 1000", "ms"),
        ("x_timestamp_seconds * 1000", "dateTimeAsIso"),
        ("rate(x_bytes_total[5m])", "Bps"),
        ("rate(x_bytes_total[5m]) * 8", "bps"),
        (RATIO, "percentunit"),
        (f"100 * ({RATIO})", "percent"),
        ("rate(x_cpu_seconds_total[5m])", "s"),
        ("count(x_bytes)", "percent"),
        ("job:x_bytes:ratio", "percent"),
        ("x_cpu_seconds_total / y", "percent"),
        ("wait_micro_seconds", "bytes"),
        ("wait_milli_seconds", "ms"),
        ("wait_nano_seconds", "ns"),
        ("free_kilo_bytes", "s"),
        ("rate_kb_per_seconds", "KBs"),
        ("client_kbytes_out_bytes_total", "KBs"),
    ],
)
def test_a_unit_that_agrees_with_the_metric_is_not_reported(expr: str, unit: str) -> None:
    assert shown(expr, unit) == []


@pytest.mark.parametrize(
    ("matcher", "options", "count"),
    [
        ("byName", "free", 0),
        ("byName", "used", 1),
        ("byFrameRefID", "A", 0),
        ("byFrameRefID", "B", 1),
        ("byRegexp", "fr.*", 0),
    ],
)
def test_a_unit_in_an_override_is_compared_with_the_matched_query(
    matcher: str, options: str, count: int
) -> None:
    override: dict[str, Any] = {"matcher": {"id": matcher, "options": options}}
    override |= {"properties": [{"id": "unit", "value": "s"}]}
    assert len(shown("x_seconds", "bytes", overrides=[override])) == count


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ({"type": "graph", "yaxes": [{"format": "percent"}]}, 1),
        ({"type": "singlestat", "format": "percent"}, 1),
        ({"type": "singlestat", "format": "percent", "valueName": "total"}, 0),
        (
            {
                "type": "graph",
                "yaxes": [{"format": "percent"}],
                "seriesOverrides": [{"alias": "x", "yaxis": 2}],
            },
            0,
        ),
    ],
)
def test_units_of_graph_and_singlestat_panels_are_compared(raw: dict[str, Any], count: int) -> None:
    assert len(messages(check, query(RATIO, on=raw).panel)) == count


@pytest.mark.parametrize(
    "name", ["x_micro_seconds", "x_micros_seconds", "x_nano_seconds_total", "x_kilo_bytes"]
)
def test_names_with_multiples_or_fractions_of_a_unit_have_no_quantity(name: str) -> None:
    assert derive_name_quantity(name) is None
