"""The samples in Prometheus's answers to instant queries."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from boardwright.commands.previewing.live_queries import LiveServers
from boardwright.errors import ServerError
from boardwright.preview.time_ranges import TimeRange
from boardwright.preview.variable_values import VariableRequest
from boardwright.prometheus.query_api import QueryApi, VectorSample
from standin.raw import http, raw_server

UP = {"metric": {"__name__": "up", "job": "a"}, "value": [1700000000.123, "0.5"]}
HISTOGRAM = {"metric": {"job": "b"}, "histogram": [1700000000, {"count": "1", "sum": "2"}]}


def answer(data: Any) -> bytes:
    return http("200 OK", json.dumps({"status": "success", "data": data}), "application/json")


def query(data: Any) -> list[VectorSample]:
    with raw_server(lambda _: answer(data)) as server:
        return QueryApi(requests.Session(), server.url).query_vector("up", moment=0)


def test_samples_have_labels_times_and_values() -> None:
    """Prometheus sends 1700000000.123 seconds, which are 1700000000123 milliseconds."""
    assert query({"resultType": "vector", "result": [UP, HISTOGRAM]}) == [
        VectorSample(labels={"__name__": "up", "job": "a"}, moment=1700000000123, text="0.5"),
        VectorSample(labels={"job": "b"}, moment=1700000000000, text=None),
    ]


@pytest.mark.parametrize(
    ("kind", "result"),
    [
        ("vector", []),
        ("scalar", [1700000000, "1"]),
        ("string", [1700000000, "a"]),
        ("matrix", [{"metric": {}, "values": [[1700000000, "1"]]}]),
    ],
)
def test_other_results_have_no_samples(kind: str, result: Any) -> None:
    assert query({"resultType": kind, "result": result}) == []


@pytest.mark.parametrize(
    "sample", [None, {}, {"metric": {}}, {"metric": [], "value": [1, "1"]}, {"value": [1, "1"]}]
)
def test_another_format_is_an_error(sample: Any) -> None:
    with pytest.raises(ServerError):
        query({"resultType": "vector", "result": [sample]})


def test_a_variable_offers_only_samples_with_a_value() -> None:
    """Each value is the series, the sample's value, and its time in milliseconds."""
    wanted = VariableRequest(name="v", source="p", function="query_result", text="up", label="")
    data = {"resultType": "vector", "result": [UP, HISTOGRAM]}
    with raw_server(lambda _: answer(data)) as server:
        servers = LiveServers(requests.Session(), {"p": server.url}, default=None)
        found = servers.fetch_variable_values(wanted, TimeRange(text="", start=0, end=1))
    assert found == ('up{job="a"} 0.5 1700000000123',)
