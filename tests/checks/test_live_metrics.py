"""Types by Prometheus' metadata, and questions that take too long."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.settings import ServerPromql
from boardwright.commands.checking import live_metrics
from boardwright.commands.checking.live_metrics import (
    LivePrometheus,
    MetricRequest,
    find_series_type,
)
from boardwright.errors import ServerError

METADATA = {
    "http_requests_total": frozenset({"counter"}),
    "jobs": frozenset({"counter"}),
    "wait_seconds": frozenset({"histogram"}),
    "gc_seconds": frozenset({"summary"}),
    "load": frozenset({"gauge"}),
    "odd": frozenset({"counter", "gauge"}),
    "untyped": frozenset({"unknown"}),
    "build": frozenset({"info"}),
}


@pytest.mark.parametrize(
    ("name", "type"),
    [
        ("http_requests_total", "counter"),
        ("jobs_total", "counter"),
        ("wait_seconds_bucket", "histogram"),
        ("wait_seconds_sum", "histogram"),
        ("wait_seconds", "histogram"),
        ("gc_seconds_count", "summary"),
        ("gc_seconds_bucket", "unknown"),
        ("load", "gauge"),
        ("load_sum", "unknown"),
        ("load_total", "unknown"),
        ("odd", "unknown"),
        ("untyped", "unknown"),
        ("build_info", "info"),
        ("job:load:sum", "unknown"),
    ],
)
def test_the_type_of_a_series_is_that_of_its_metric(name: str, type: str) -> None:
    assert find_series_type(name, METADATA) == type


class Slow:
    """A Prometheus with two metrics that records the requests."""

    url = "http://prometheus:9090"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read_metric_names(self, **_: float) -> frozenset[str]:
        return frozenset({"a", "b"})

    def read_metadata(self) -> dict[str, frozenset[str]]:
        return {}

    def read_version(self) -> str:
        return "3.16.0"

    def read_promql_features(self) -> frozenset[str]:
        raise ServerError("it answers 404")

    def read_label_names(self, metric: str, **_: float) -> frozenset[str]:
        self.asked.append(metric)
        return frozenset({"x", "y"})

    def read_label_values(self, metric: str, label: str, **_: float) -> frozenset[str]:
        self.asked.append(f"{metric}.{label}")
        return frozenset({"1"})


def look_up(server: Any, *metrics: str, values: tuple[tuple[str, str], ...] = ()) -> Any:
    wanted = MetricRequest(metrics=frozenset(metrics), values=frozenset(values))
    return LivePrometheus(server, now=1e9).with_labels(wanted).metrics


def test_only_requested_metrics_and_values_are_queried() -> None:
    server = Slow()
    found = look_up(server, "a", "gone", values=(("a", "x"), ("a", "no"), ("b", "x")))
    assert server.asked == ["a", "a.x"]
    assert found["a"].labels == {"x": {"1"}, "y": frozenset()}
    assert found["b"].labels == {}
    assert "gone" not in found


def test_all_requests_together_have_a_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_metrics, "SECONDS", -1.0)
    server = Slow()
    with pytest.raises(ServerError, match="takes longer than -1 s"):
        look_up(server, "a")
    assert server.asked == []


def test_the_version_is_read_from_a_server_that_lists_no_features() -> None:
    """Prometheus has `/api/v1/features` since 3.8."""
    assert LivePrometheus(Slow(), now=1e9).promql == ServerPromql(version="3.16.0")  # type: ignore[arg-type]
