"""The plugin in a session of pytest: fixtures, reports of failures, sessions without promtool."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support import MakeProject, server_program
from testing.conftest import BOARDS

TESTS = """\
SERIES = {'up{job="node",instance="a"}': "1x60", 'up{job="node",instance="b"}': "0x60"}


def test_passes(panels):
    assert panels("machines")["Up"].at("5m", series=SERIES) == {"a": 1, "b": 0}


def test_wrong_value(panels):
    assert panels("machines")["Up"].at("5m", series=SERIES) == {"a": 1, "b": 7}


def test_wrong_label(panels):
    shown = panels("machines")["Hidden label"].at("5m", series=SERIES)
    assert shown == {'{job="node",instance="a"}': 1}


def test_nothing_selected(panels):
    assert panels("machines")["Up"].at("5m", series=SERIES, job="nodes")


def test_too_late(panels):
    assert panels("machines")["Up"].at("20m", series=SERIES)


def test_unknown_panel(panels):
    panels("machines")["Upp"]


def test_each_board(board):
    assert board.panels
"""


def run_pytest(root: Path, *arguments: str, path: str | None = None) -> str:
    """Run pytest with the plugin in a project, and return its output."""
    environ = os.environ | ({} if path is None else {"PATH": path})
    command = [sys.executable, "-m", "pytest", "-p", "boardwright.testing.plugin", "-q"]
    result = subprocess.run(
        [*command, "-p", "no:cacheprovider", *arguments],
        cwd=root,
        env=environ,
        capture_output=True,
        text=True,
    )
    return result.stdout + result.stderr


@pytest.fixture
def project(make_project: MakeProject) -> Path:
    """Return a project with tests."""
    server_program("promtool")
    return make_project({"dashboards/machines.py": BOARDS, "tests/test_boards.py": TESTS})


def test_reports_panel_queries_series_and_nearest_miss(project: Path) -> None:
    output = run_pytest(project)
    assert "5 failed, 3 passed" in output
    for expected in (
        '"Up" at 5m is not as expected:',
        "a  shown 1.0, expected 1",
        "! b  shown 0.0, expected 7",
        "'all' matches without label 'instance'",
        'dashboards/machines.py:6, panel "Up" of board "Machines"',
        "variables: job=node, instance=a + b",
        'query A: up{job="$job",instance=~"$instance"}',
        'as sent: up{job="node",instance=~"(a|b)"}',
        'up{job="node",instance="a"}  1x60',
        'up{job="nodes",instance=~""} selects no series',
        'matches without job="nodes" and instance',
        "has its last sample at 10m",
        "no panel has the title 'Upp'",
        "Did you mean 'Up'?",
    ):
        assert expected in output, output
    assert "src/boardwright" not in output  # no frames of ours


def test_runs_with_xdist(project: Path) -> None:
    assert "5 failed, 3 passed" in run_pytest(project, "-n", "2")


def test_without_promtool_tests_fail_with_advice_or_are_skipped(project: Path) -> None:
    failing = run_pytest(project, path="/usr/bin/nowhere")
    assert "promtool was not found: Prometheus's own engine evaluates the queries" in failing
    assert "apt-get install prometheus" in failing
    skipping = run_pytest(project, "--boardwright-no-engine", "skip", path="/usr/bin/nowhere")
    assert "5 skipped" in skipping
    assert "2 passed" in skipping  # the tests of boards evaluate nothing
    assert "1 failed" in skipping  # the unknown panel
