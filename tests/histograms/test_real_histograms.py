"""Native histograms in running servers: Prometheus 3.16 and the Prometheus of the machine."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from boardwright.prometheus.query_api import QueryApi, VectorSample
from histograms.observations import (
    EXPONENTIAL,
    QUERIES,
    START,
    exponential_series,
    newer_series,
)
from histograms.remote_write import write_series
from histograms.test_recorded_histograms import EVERY, FROM, RECORDED, RECORDING, TO
from stack.servers import Prometheus, empty_prometheus, newest_program
from support import TOML, run_process, server_program

BOARD = """\
from grafanalib.core import Dashboard

from boardwright.library import Scope, heatmap_panel, mean_panel

minute = Scope().with_window("1m")
panels = [
    heatmap_panel("exponential_seconds", title="Exponential", native=True, scope=minute),
    heatmap_panel("custom_seconds", title="Custom", native=True, scope=minute),
    heatmap_panel("classic_seconds", title="Classic", scope=minute),
    mean_panel("custom_seconds", title="Mean", native=True, scope=minute),
]
dashboard = Dashboard(title="Latency", uid="latency", panels=panels)
"""


@pytest.fixture
def newest(tmp_path: Path) -> Iterator[Prometheus]:
    """Return a running Prometheus 3.16."""
    program = newest_program()
    with empty_prometheus(program, tmp_path, ["promql-experimental-functions"]) as server:
        yield server


def ask(server: Prometheus, text: str) -> Any:
    api = QueryApi(requests.Session(), server.url)
    return api.query_range(text, start=FROM, end=TO, step=EVERY)


def test_prometheus_answers_equal_the_recording(
    newest: Prometheus, request: pytest.FixtureRequest
) -> None:
    write_series(newest.url, [exponential_series(START, 13), *newer_series(START, 13)])
    found = {text: ask(newest, text) for text in QUERIES.values()}
    if request.config.getoption("--rewrite-golden"):
        RECORDING.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    assert found == json.loads(RECORDING.read_text())


def test_an_older_prometheus_answers_in_the_same_form(tmp_path: Path) -> None:
    """Prometheus 2.42 has exponential histograms as an experimental feature."""
    program = server_program("prometheus")
    with empty_prometheus(program, tmp_path, ["native-histograms"]) as server:
        write_series(server.url, [exponential_series(START, 13)])
        for text in map(str, EXPONENTIAL.values()):
            assert ask(server, text) == RECORDED[text]


def test_a_native_histogram_is_a_sample_without_text(tmp_path: Path) -> None:
    """The metric has one series, so `count` returns 1."""
    program = server_program("prometheus")
    with empty_prometheus(program, tmp_path, ["native-histograms"]) as server:
        write_series(server.url, [exponential_series(START, 13)])
        api = QueryApi(requests.Session(), server.url)
        (histogram,) = api.query_vector("exponential_seconds", moment=START)
        (count,) = api.query_vector("count(exponential_seconds)", moment=START)
    labels = {"__name__": "exponential_seconds", "job": "api"}
    assert histogram == VectorSample(labels=labels, moment=START, text=None)
    assert count == VectorSample(labels={}, moment=START, text="1")


def test_preview_draws_native_and_classic_histograms(newest: Prometheus, tmp_path: Path) -> None:
    """The samples reach from five minutes before the time of the test to a minute after it."""
    start = int(time.time() - 300) // 10 * 10_000
    write_series(newest.url, [exponential_series(start, 37), *newer_series(start, 37)])
    project = tmp_path / "project"
    (project / "dashboards").mkdir(parents=True)
    (project / "boardwright.toml").write_text(TOML)
    (project / "dashboards/latency.py").write_text(BOARD)
    preview = ["preview", "--prometheus", newest.url, "--range", "2m", "--record", "recorded"]
    done = run_process(preview, cwd=project, env={})
    assert done.returncode == 0, done.stderr
    answers = json.loads((project / "recorded/latency.json").read_text())["answers"]
    found = {each["text"]: each["series"] for each in answers}
    assert cumulative(found[QUERIES["buckets"]]) == {1: 0, 2: 0.4, 4: 0.8, 8: 1}
    custom = cumulative(found[QUERIES["custom buckets"]])
    assert custom == {0.5: 0.2, 1: 0.6, 2.5: 1}
    assert cumulative(found[QUERIES["classic buckets"]]) == {**custom, float("inf"): 1}
    (mean,) = found[QUERIES["custom mean"]]
    assert {*mean["values"]} == {1.2}


def cumulative(series: list[dict[str, Any]]) -> dict[float, float]:
    """Return the observations per second up to each bound, which are the same at each step."""
    found = {}
    for each in series:
        if "le" in each["labels"]:
            (found[float(each["labels"]["le"])],) = {*each["values"]}
    return found
