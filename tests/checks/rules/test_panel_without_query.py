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
def test_no_query(raw: dict[str, Any]) -> None:
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
def test_enough(raw: dict[str, Any]) -> None:
    assert messages(check, panel(**raw)) == []
