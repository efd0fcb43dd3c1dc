"""Capturing the series of an incident from a real Prometheus, and recordings as input of tests."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from boardwright.commands.testing.query_reach import SentQuery, read_reach
from boardwright.preview.query_answers import Answer, AnswerSeries
from boardwright.preview.recorded_answers import (
    RecordedSelection,
    Recording,
    encode_recording,
)
from boardwright.preview.time_ranges import TimeRange
from boardwright.testing.board_recordings import read_tested_recording
from boardwright.testing.tested_project import TestedProject
from boardwright.testing.testing_errors import TestInputError
from serving import Handler, as_json, serving
from suggestions.stored_series import START, openmetrics, prometheus_over
from support import MakeProject, Run, server_program
from testing.conftest import BOARDS

BOARD = """\
from grafanalib.core import Dashboard, Target, TimeSeries

dashboard = Dashboard(
    title="Requests",
    uid="requests",
    panels=[
        TimeSeries(
            title="Rate",
            targets=[Target(expr='rate(requests_total{job="web"}[1m])', legendFormat="{{host}}")],
        )
    ],
)
"""

TOML = """\
[project]
name = "demo"
scrape_interval = "15s"

[[datasources]]
name = "P"
uid = "p"
url = "http://p:9090"
default = true
"""

SAMPLES = {
    'requests_total{job="web",host="a"}': [0.0, 30.0, 60.0, 90.0, 120.0, 240.0, 360.0],
    'requests_total{job="web",host="b"}': [5.0] * 7,
    'requests_total{job="api",host="a"}': [1.0] * 7,
    "unused": [1.0] * 7,
}
"""A sample every 15 s: 2 requests a second on a for a minute, then 8."""


@pytest.mark.real
def test_the_series_of_the_queries_are_captured(
    make_project: MakeProject, run: Run, tmp_path: Path
) -> None:
    """The file has the two series that the selector selects, and no others.

    The chosen time begins 60 s after the first sample, and the file 5 min (the lookback) before
    it: 300 - 60 = 240 s, or 16 steps of 15 s, are without samples. At 5m, where the chosen time
    begins, the rate of a over the last minute is (120 - 0) / 60 s = 2. At 5m30s it is that of the
    samples at 30 s to 90 s after the first one: (360 - 60) / 60 s = 5.
    """
    server_program("prometheus")
    root = make_project({"dashboards/requests.py": BOARD}, toml=TOML)
    with prometheus_over(tmp_path, openmetrics(SAMPLES), [], seconds=90) as server:
        options = ["--from", str((START + 60) * 1000), "--to", str((START + 90) * 1000)]
        result = run("test", "--capture", server.url, *options, "requests", cwd=root)
        assert result.returncode == 0, result.stderr
        nothing = run("test", "--capture", server.url, "--from", "0", "--to", "60000", cwd=root)
    assert result.stdout.startswith("tests/capture.series: 2 series of 1 selector, ")
    lines = (root / "tests/capture.series").read_text().splitlines()
    assert lines == [
        "# Captured from a Prometheus: a range of 30s, with each sample at the nearest step.",
        "# In tests, the time 5m is --from. Ranges and `for` also read earlier samples.",
        "interval 15s",
        'requests_total{host="a",job="web"} _x16 0+30x4 240 360',
        'requests_total{host="b",job="web"} _x16 5x6',
    ]
    assert result.stdout.endswith(
        "In tests that use this file, the time 5m means the time of --from\n"
    )
    assert nothing.returncode == 2
    assert "has no series for 1 selector between --from and --to" in nothing.stderr
    project = TestedProject.from_folder(root)
    rate, capture = project("requests")["Rate"], root / "tests/capture.series"
    assert rate.at("5m", series=capture) == {"a": pytest.approx(2), "b": 0}
    assert rate.at("5m30s", series=capture) == {"a": pytest.approx(5), "b": 0}
    project.close()


@pytest.mark.parametrize(
    ("query", "minutes"),
    [
        ("up", 5),
        ("up offset 10m", 15),
        ("up offset -10m", -5),
        ("rate(x[1h])", 60),
        ("rate(x[10m] offset 1h)", 70),
        ("up + rate(x[1h])", 60),
        ("max_over_time(rate(x[10m])[1h:1m] offset 1d)", 24 * 60 + 60 + 10),
        ("1", 5),
    ],
)
def test_the_reach_of_a_query_is_the_sum_of_ranges_and_offsets(query: str, minutes: int) -> None:
    """Minutes: the range, or the lookback of 5, and the offset; those of subqueries are added."""
    assert read_reach(query) == minutes * 60_000
    held = SentQuery(text=query, history=15 * 60_000)
    assert held.reach == (minutes + 15) * 60_000


RULES = """\
from boardwright.promql import metric, rate
from boardwright.rules import alert, group

slow = group("slow", alert("Slow", rate(metric("latency")["5m"]) > 2, for_="15m"), interval="1m")
"""


def _capture_slow(make_project: MakeProject, run: Run, result: list[object]) -> tuple[Any, Path]:
    """Capture the series of the rule from a server with one answer, from 1:00 to 1:01."""
    root = make_project({"dashboards/requests.py": BOARD, "rules/slow.py": RULES}, toml=TOML)
    answer = {"status": "success", "data": {"resultType": "matrix", "result": result}}

    class Prometheus(Handler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.answer(*as_json(answer))

    with serving(Prometheus) as address:
        options = ["--from", "3600000", "--to", "3660000"]
        return run("test", "--capture", f"http://{address}", *options, "Slow", cwd=root), root


def test_a_capture_begins_before_the_pending_period(make_project: MakeProject, run: Run) -> None:
    """15 min of `for` and a range of 5 min are 20 min: the sample of 0:40 is at the first step."""
    item = {"metric": {"__name__": "latency"}, "values": [[2400, "1"], [2415, "2"]]}
    result, root = _capture_slow(make_project, run, [item])
    assert result.returncode == 0, result.stderr
    lines = (root / "tests/capture.series").read_text().splitlines()
    assert lines[1:] == [
        "# In tests, the time 20m is --from. Ranges and `for` also read earlier samples.",
        "interval 15s",
        "latency 1 2",
    ]


def test_native_histograms_are_reported(make_project: MakeProject, run: Run) -> None:
    """The answer has the form of Prometheus's documentation of its API."""
    histogram = {"count": "2", "sum": "3", "buckets": [[0, "1", "2", "2"]]}
    native = {"metric": {"__name__": "latency", "i": "a"}, "histograms": [[3600, histogram]]}
    alone, root = _capture_slow(make_project, run, [native])
    assert alone.returncode == 2
    assert "a capture cannot contain native histograms: latency" in alone.stderr
    assert not (root / "tests/capture.series").exists()
    item = {"metric": {"__name__": "latency"}, "values": [[3600, "1"]]}
    mixed, _ = _capture_slow(make_project, run, [native, item])
    assert mixed.returncode == 0
    assert mixed.stdout.startswith(
        "latency selects native histograms, which a capture cannot contain\n"
    )
    assert "has no series" not in mixed.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--from", "soon"], "--from 'soon' is not a time"),
        (["--from", "now", "--to", "now-1h"], "--from 'now' is not before --to 'now-1h'"),
        (["nothing"], "no board has the uid, title or file name 'nothing'"),
        (["--var", "x"], "Invalid value for --var: 'x' does not have the form name=value"),
    ],
)
def test_invalid_options_are_explained(
    make_project: MakeProject, run: Run, arguments: list[str], message: str
) -> None:
    root = make_project()
    result = run("test", "--capture", "http://127.0.0.1:1", *arguments, cwd=root)
    assert result.returncode == 2
    assert message in result.stderr
    assert not (root / "tests").exists()


def test_a_panel_shows_the_values_of_a_recording(make_project: MakeProject) -> None:
    """Two steps of one minute; the variable job has the recorded value."""
    root = make_project({"dashboards/machines.py": BOARDS})
    text = 'up{job="node",instance=~"a"}'
    series = AnswerSeries(labels={"instance": "a"}, values=(1.0, None, 3.0))
    recording = Recording(
        range=TimeRange(start=600_000, end=720_000, text="Last 2 minutes"),
        selections=(RecordedSelection(given={}, offered={"job": ("node",), "instance": ("a",)}),),
        answers={
            ("prometheus", "range", text): Answer(start=600_000, step=60_000, series=(series,))
        },
    )
    (root / "recordings").mkdir()
    (root / "recordings/machines.json").write_bytes(encode_recording(recording))
    project = TestedProject.from_folder(root)
    machines = project("machines")
    recorded = read_tested_recording(root, machines)
    assert machines["Up"].over("2m", series=recorded) == {"a": [1, None, 3]}
    assert machines["Up"].at("2m", series=recorded) == {"a": 3}
    assert len(machines["Up"].at("1m", series=recorded)) == 0
    with pytest.raises(
        TestInputError,
        match="has no recorded result for the query A: the recording does not contain the query",
    ):
        machines["Rate"].over("2m", series=recorded)
    with pytest.raises(TestInputError, match='the board "Other" has no recording'):
        read_tested_recording(root, project("other"))


def capture_from(answer: object, make_project: MakeProject, run: Run, *options: str) -> Any:
    """Return the result of a capture from a server that gives one answer to every query."""

    class Odd(Handler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.answer(200, "application/json", json.dumps({"status": "success", "data": answer}))

    root = make_project({"dashboards/requests.py": BOARD}, toml=TOML)
    with serving(Odd) as address:
        result = run("test", "--capture", f"http://{address}", *options, "requests", cwd=root)
    assert not (root / "tests").exists()
    return result


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        "up",
        {},
        {"result": None},
        {"result": 1},
        {"result": {"metric": {}}},
        {"result": ["a"]},
        {"result": [{"metric": {}, "values": 1}]},
        {"result": [{"metric": {}, "values": [1]}]},
        {"result": [{"metric": {}, "values": [[1]]}]},
        {"result": [{"metric": {}, "values": [[1, "2", 3]]}]},
        {"result": [{"metric": {}, "values": [["x", "2"]]}]},
        {"result": [{"metric": {}, "values": [[1, {}]]}]},
        {"result": [{"metric": {}, "values": [["inf", "1"]]}]},
    ],
)
def test_an_answer_in_another_form_is_reported(
    make_project: MakeProject, run: Run, answer: object
) -> None:
    result = capture_from(answer, make_project, run)
    assert result.returncode == 2
    assert "the answer of the server does not have the format of Prometheus's API" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_sample_far_outside_the_time_is_omitted(make_project: MakeProject, run: Run) -> None:
    """Its step would be about 10 ** 289: no memory holds a list of all earlier steps."""
    answer = {"resultType": "matrix", "result": [{"metric": {}, "values": [[1e290, "1"]]}]}
    result = capture_from(answer, make_project, run)
    assert result.returncode == 2
    assert "has no series for 1 selector between --from and --to" in result.stderr


def test_a_time_range_with_too_many_steps_is_refused_before_a_query(
    make_project: MakeProject, run: Run
) -> None:
    """348 days have 348 * 24 * 3600 / 15 = 2,004,480 steps of 15 s, more than 2,000,000."""
    result = capture_from(None, make_project, run, "--from", "now-348d")
    assert result.returncode == 2
    assert re.search(
        r"error: the capture would have 2,004,\d{3} samples per series, one every 15s,"
        " but tests can read at most 2,000,000",
        result.stderr,
    )


def test_a_capture_that_becomes_too_large_ends_early(make_project: MakeProject, run: Run) -> None:
    """Series with labels of 1 MiB: 20 of them are as large as a file of tests may be."""
    series = [
        {"metric": {"label": f"{number}{'x' * 2**20}"}, "values": [[time.time(), "1"]]}
        for number in range(21)
    ]
    result = capture_from({"result": series}, make_project, run)
    assert result.returncode == 2
    assert "the capture would be larger than 20 MiB" in result.stderr
