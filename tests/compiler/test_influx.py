"""InfluxDB queries of Grafana 2.0; the values are a real Grafana 12.4.3's (recordings, step 8)."""

from __future__ import annotations

from typing import Any

import pytest

from boardwright.compiler.passes.influx import run

from .helpers import one

FIELD = {"type": "field", "params": ["value"]}
MEAN = {"type": "mean", "params": []}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            {"fields": [{"name": "value", "func": "mean"}], "tags": [], "groupBy": []},
            {"select": [[FIELD, MEAN]], "tags": [], "groupBy": []},
        ),
        (
            {
                "fields": [{"name": "value", "mathExpr": "*2", "asExpr": "v"}, {"name": "value"}],
                "tags": [{"key": "host", "value": "a"}],
                "groupBy": [{"type": "time", "interval": "1m"}, {"type": "tag", "key": "host"}],
                "fill": "null",
            },
            {
                "select": [
                    [
                        FIELD,
                        {"type": "math", "params": ["*2"]},
                        {"type": "alias", "params": ["v"]},
                    ],
                    [FIELD],
                ],
                "tags": [{"key": "host", "value": "a"}],
                "groupBy": [
                    {"type": "time", "params": ["1m"]},
                    {"type": "tag", "params": ["host"]},
                    {"type": "fill", "params": ["null"]},
                ],
            },
        ),
        (
            {"fields": [], "tags": [], "groupBy": [], "fill": "0", "rawQuery": True, "query": "q"},
            {"tags": [], "groupBy": [], "rawQuery": True, "query": "q"},
        ),
    ],
)
def test_old_influxdb_queries_are_converted(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert one(run, {"type": "timeseries", "targets": [before]})["targets"] == [after]


@pytest.mark.parametrize("query", [{"expr": "up"}, {"fields": [], "tags": []}, {"select": [[]]}])
def test_other_queries_are_not_copied(query: dict[str, Any]) -> None:
    panel = {"type": "timeseries", "targets": [query]}
    assert one(run, panel) is panel
