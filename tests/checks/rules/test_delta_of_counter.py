from __future__ import annotations

from dataclasses import replace

import pytest

from boardwright.checks.metrics import Metric, Recorded
from boardwright.checks.rules.delta_of_counter import check
from checks.views import SETTINGS, marks, query, says

BAD = [
    ("delta(http_requests_total[5m])", "delta(http_requests_total[5m])"),
    ('sum(idelta(x_total{a="$a"}[$__interval]))', 'idelta(x_total{a="$a"}[$__interval])'),
    ("deriv(x_total[5m]) * 60", "deriv(x_total[5m])"),
    ("predict_linear((x_total[1h]), 3600)", "predict_linear((x_total[1h]), 3600)"),
]
GOOD = [
    "increase(x_total[5m])",
    "delta(temp_celsius[5m])",
    "deriv(node_filesystem_avail_bytes[5m])",
    "delta(memory_total[5m])",
    "delta(${m}_total[5m])",
    "delta(threads_total[1h])",
    "$f(x_total[5m])",
    "delta(x_total[5m]",
    "predict_linear(x[1h], 3600)",
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
            ("node_load1", "unknown"),
        )
    }
)
WITH = replace(SETTINGS, catalogue=KNOWN)


def test_types_tell() -> None:
    assert says(check, query("delta(odd_total[5m])", WITH)) == []
    assert says(check, query("delta(jobs_done[5m])", WITH)) != []
    assert says(check, query("deriv(wait_seconds_count[5m])", WITH)) != []
