"""Capturing the series of an incident from a real Prometheus, and recordings as input of tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardwright.preview.query_answers import Answer, AnswerSeries
from boardwright.preview.recorded_answers import (
    RecordedSelection,
    Recording,
    recording_text,
)
from boardwright.preview.time_ranges import TimeRange
from boardwright.testing.board_recordings import read_board_recording
from boardwright.testing.tested_project import TestedProject
from boardwright.testing.testing_errors import TestInputError
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

SAMPLES = {
    'requests_total{job="web",host="a"}': [0.0, 30.0, 60.0, 90.0, 120.0, 240.0, 360.0],
    'requests_total{job="web",host="b"}': [5.0] * 7,
    'requests_total{job="api",host="a"}': [1.0] * 7,
    "unused": [1.0] * 7,
}
"""A sample every 15 s: 2 requests a second on a for a minute, then 8."""


@pytest.mark.real
def test_captures_the_series_of_the_queries(
    make_project: MakeProject, run: Run, tmp_path: Path
) -> None:
    """The file has the two series that the selector selects, and no others.

    From 60 s to 90 s host a counts 240 requests, so the rate over the last minute at 90 s is that
    of the samples at 30 s to 90 s: (360 - 60) / 60 s = 5.
    """
    server_program("prometheus")
    toml = '[project]\nname = "demo"\nscrape_interval = "15s"\n'
    toml += '[[datasources]]\nname = "P"\nuid = "p"\nurl = "http://p:9090"\ndefault = true\n'
    root = make_project({"dashboards/requests.py": BOARD}, toml=toml)
    with prometheus_over(tmp_path, openmetrics(SAMPLES), [], seconds=90) as server:
        options = ["--from", str(START * 1000), "--to", str((START + 90) * 1000)]
        result = run("test", "--capture", server.url, *options, "requests", cwd=root)
        assert result.returncode == 0, result.stderr
        nothing = run("test", "--capture", server.url, "--from", "0", "--to", "60000", cwd=root)
    assert result.stdout.startswith("tests/capture.series: 2 series of 1 selector, ")
    lines = (root / "tests/capture.series").read_text().splitlines()
    assert lines[1:] == [
        "interval 15s",
        'requests_total{host="a",job="web"} 0+30x4 240 360',
        'requests_total{host="b",job="web"} 5x6',
    ]
    assert nothing.returncode == 2
    assert "has no series of 1 selector in that time" in nothing.stderr
    project = TestedProject.at(root)
    shown = project("requests")["Rate"].at("90s", series=root / "tests/capture.series")
    assert shown == {"a": pytest.approx(5), "b": 0}
    project.close()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--from", "soon"], "--from 'soon' is not a time"),
        (["--from", "now", "--to", "now-1h"], "--from 'now' is not before --to 'now-1h'"),
        (["nothing"], "no board has the uid or title 'nothing'"),
        (["--var", "x"], "--var x: write NAME=VALUE"),
    ],
)
def test_bad_options_are_explained(
    make_project: MakeProject, run: Run, arguments: list[str], message: str
) -> None:
    root = make_project()
    result = run("test", "--capture", "http://127.0.0.1:1", *arguments, cwd=root)
    assert result.returncode == 2
    assert message in result.stderr
    assert not (root / "tests").exists()


def test_a_recording_is_shown_as_it_was_recorded(make_project: MakeProject) -> None:
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
    (root / "recordings/machines.json").write_bytes(recording_text(recording))
    project = TestedProject.at(root)
    machines = project("machines")
    recorded = read_board_recording(root, machines)
    assert machines["Up"].over("2m", series=recorded) == {"a": [1, None, 3]}
    assert machines["Up"].at("2m", series=recorded) == {"a": 3}
    assert len(machines["Up"].at("1m", series=recorded)) == 0
    with pytest.raises(TestInputError, match="query A has no recorded answer: it was not recorded"):
        machines["Rate"].over("2m", series=recorded)
    with pytest.raises(TestInputError, match="there is no recording of the board"):
        read_board_recording(root, project("other"))
