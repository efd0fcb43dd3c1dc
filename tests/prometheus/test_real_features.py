"""Experimental functions and modifiers: `check` reports exactly those queries that a real
Prometheus 3.16 refuses because of a missing feature flag.

The answers are recorded. Where `prometheus-3.16` is on the PATH, the recording is compared with a
running server, and `--rewrite-golden` writes the recording.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests

from boardwright.checks.rules.experimental_promql import check
from boardwright.checks.settings import ServerPromql
from boardwright.http.sessions import create_session
from boardwright.prometheus.prometheus_api import Prometheus
from boardwright.prometheus.prometheus_requests import RefusedQueryError
from boardwright.prometheus.query_api import QueryApi
from boardwright.promql.availability import CALLS, NEWEST
from checks.views import messages, query, settings_of_version
from serving import as_json, serving_pages
from stack.servers import empty_prometheus, newest_program
from support import ROOT

RECORDING = ROOT / "tests/recordings/prometheus-3.16/features.json"
FLAGS = {
    "no flags": [],
    "all flags": ["promql-experimental-functions", "promql-binop-fill-modifiers"],
}
QUERIES = (
    'sort_by_label(up, "job")',
    'sort_by_label_desc(up, "job")',
    "info(up)",
    "limitk(5, up)",
    "limit_ratio(0.5, up)",
    "mad_over_time(up[5m])",
    "double_exponential_smoothing(up[5m], 0.5, 0.5)",
    "ts_of_first_over_time(up[5m])",
    "ts_of_last_over_time(up[5m])",
    "ts_of_max_over_time(up[5m])",
    "ts_of_min_over_time(up[5m])",
    "first_over_time(up[5m])",
    'histogram_quantiles(up, "q", 0.5)',
    "up + start()",
    "up + end()",
    "up + step()",
    "up + range()",
    "up + max_of(1, 2)",
    "up + min_of(1, 2)",
    "start_timestamp(up)",
    "integral(up[5m])",
    "up + on (job) fill (0) up",
    "up + on (job) fill_left (0) up",
    "up anchored",
    "rate(up[5m] smoothed)",
    "rate(up[2 * 5m])",
    "rate(up[step()])",
    "up </ 0.5",
    "up >/ 0.5",
)


def read_recorded(flags: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(RECORDING.read_text())[flags]
    return found


def test_each_experimental_function_is_in_a_query() -> None:
    names = {
        name
        for name, known in CALLS.items()
        if known.flag and (known.until is None or known.until > NEWEST)
    }
    assert [name for name in names if not any(f"{name}(" in text for text in QUERIES)] == []


@pytest.mark.parametrize("flags", FLAGS)
def test_queries_that_need_a_flag_are_reported(flags: str) -> None:
    server = ServerPromql(version="3.16.0", enabled=features_of(read_recorded(flags)["features"]))
    settings = replace(settings_of_version(""), server=server)
    reported = [text for text in QUERIES if messages(check, query(text, settings))]
    assert reported == [text for text in QUERIES if text in read_recorded(flags)["refused"]]


@pytest.mark.parametrize("flags", FLAGS)
def test_the_answers_of_a_running_prometheus_equal_the_recording(
    flags: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with empty_prometheus(newest_program(), tmp_path, FLAGS[flags]) as server:
        features = server.get("features")
        found = {
            "features": {name: features[name] for name in features if name.startswith("promql")},
            "refused": refused_queries(server.url),
        }
    if request.config.getoption("--rewrite-golden"):
        known = json.loads(RECORDING.read_text()) if RECORDING.exists() else {}
        RECORDING.write_text(json.dumps({**known, flags: found}, indent=1, sort_keys=True) + "\n")
    assert found == read_recorded(flags)


def features_of(data: Any) -> frozenset[str]:
    """Return the enabled features that the client reads from the data of `/api/v1/features`."""
    page = as_json({"status": "success", "data": data})
    with serving_pages({"/api/v1/features": page}) as address:
        return Prometheus(create_session(), f"http://{address}").read_promql_features()


def refused_queries(url: str) -> dict[str, str]:
    """Return the queries that the server refuses, each with the reason."""
    api = QueryApi(requests.Session(), url)
    found = {}
    for text in QUERIES:
        try:
            api.query_range(text, start=1_000_000, end=1_060_000, step=10_000)
        except RefusedQueryError as error:
            found[text] = error.what
    return found
