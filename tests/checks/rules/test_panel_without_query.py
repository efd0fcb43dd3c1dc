from __future__ import annotations

from typing import Any

import pytest

from boardwright.checks.rules.panel_without_query import check
from checks.views import messages, panel

INFLUX = {"type": "influxdb", "uid": "i"}


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"targets": []},
        {"targets": None},
        {"targets": [{"refId": "A"}]},
        {"targets": [{"expr": "  "}, {"expr": ""}]},
        {"type": "graph"},
    ],
)
def test_a_panel_without_a_query_is_reported(raw: dict[str, Any]) -> None:
    assert len(messages(check, panel(**raw))) == 1


@pytest.mark.parametrize(
    "raw",
    [
        {"targets": [{"expr": "up"}, {"expr": ""}]},
        {"targets": [{"refId": "A", "rawSQL": "SELECT 1"}]},
        {"targets": [{"refId": "A", "bucketAggs": [{"type": "terms"}]}]},
        {"targets": [{"refId": "A"}], "datasource": INFLUX},
        {"type": "row"},
        {"type": "text"},
        {"type": "some-plugin"},
        {"type": ""},
        {"libraryPanel": {"uid": "x"}},
        {"snapshotData": [{}]},
    ],
)
def test_a_panel_with_a_query_or_of_a_type_without_queries_is_not_reported(
    raw: dict[str, Any],
) -> None:
    assert messages(check, panel(**raw)) == []


@pytest.mark.parametrize(
    ("description", "count"),
    [
        ("This graph panel was left empty on purpose for ad-hoc usage.", 0),
        ("Intentionally left empty", 0),
        ("A placeholder", 0),
        ("Empty queues", 1),
    ],
)
def test_a_panel_described_as_empty_on_purpose_is_not_reported(
    description: str, count: int
) -> None:
    assert len(messages(check, panel(targets=[], description=description))) == count


def test_a_stat_with_a_text_for_missing_values_is_not_reported() -> None:
    """Grafana shows this text, here a version, instead of "No data"."""
    config = {"defaults": {"noValue": "1.0.2"}, "overrides": []}
    assert messages(check, panel(type="stat", fieldConfig=config)) == []
