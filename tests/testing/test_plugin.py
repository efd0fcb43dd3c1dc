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


def run_pytest(
    root: Path, *arguments: str, path: str | None = None, program: str | None = None
) -> str:
    """Run pytest with the plugin in a project, and return its output.

    Args:
        root: The project's folder.
        arguments: Options for pytest.
        path: The folders in which programs are searched; None for those of this process.
        program: The promtool that evaluates; None for the first one in the folders.
    """
    environ = os.environ | ({} if path is None else {"PATH": path})
    environ |= {} if program is None else {"BOARDWRIGHT_PROMTOOL": program}
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


def test_a_failure_reports_panel_queries_series_and_nearest_miss(project: Path) -> None:
    output = run_pytest(project)
    assert "5 failed, 3 passed" in output
    for expected in (
        '"Up" at 5m does not show the expected values:',
        "a  shown 1.0, expected 1",
        "! b  shown 0.0, expected 7",
        "the series 'all' has no label instance",
        'dashboards/machines.py:6, panel "Up" of board "Machines"',
        "variables: job=node, instance=a + b",
        'query A: up{job="$job",instance=~"$instance"}',
        'with variables replaced: up{job="node",instance=~"(a|b)"}',
        'up{job="node",instance="a"}  1x60',
        'up{job="nodes",instance=~""} selects no series',
        'without the matcher job="nodes" and instance',
        'the last sample that up{job="node",instance=~"(a|b)"} selects is already at 10m',
        "no panel has the title or id 'Upp'",
        "Did you mean 'Up'?",
    ):
        assert expected in output, output
    assert "src/boardwright" not in output  # no frames of ours


@pytest.mark.parametrize(
    ("program", "count", "version"),
    [("promtool", 7, "2.42"), ("promtool-3.16", 6, "an unknown version")],
)
def test_a_result_that_depends_on_the_version_is_reported(
    make_project: MakeProject, program: str, count: int, version: str
) -> None:
    """From 4 m to 5 m there are samples at 4 m 0 s, 10 s, ... 60 s: 7, or 6 without the first.

    promtool 3.16 of the tests is built from its Go module, and reports no version.
    """
    test = """\
def test_count(panels):
    shown = panels("machines")["Range"].at("5m", range="1m", series={"up": "1x60"})
    assert shown.value == 0
"""
    root = make_project({"dashboards/machines.py": BOARDS, "tests/test_count.py": test})
    output = run_pytest(root, program=server_program(program))
    assert f"assert {count}.0 == 0" in output
    assert f"{version} of promtool evaluated the queries\n" in output
    assert "promtool 2 includes a sample exactly at the start of a range such as [5m]" in output


def test_tests_can_run_with_xdist(project: Path) -> None:
    assert "5 failed, 3 passed" in run_pytest(project, "-n", "2")


def test_without_promtool_tests_fail_with_a_hint_or_are_skipped(project: Path) -> None:
    failing = run_pytest(project, path="/usr/bin/nowhere")
    assert "promtool, which evaluates the queries, was not found" in failing
    assert "apt-get install prometheus" in failing
    skipping = run_pytest(project, "--boardwright-no-engine", "skip", path="/usr/bin/nowhere")
    assert "5 skipped" in skipping
    assert "2 passed" in skipping  # the tests of boards evaluate nothing
    assert "1 failed" in skipping  # the unknown panel


WRONG_INPUT = """\
from boardwright.promql import metric


def at(panels, time="5m", series={"up": "1x60"}, **more):
    return panels("other")["Up"].at(time, series=series, **more)


def test_time(panels):
    at(panels, "soon")


def test_series(panels):
    at(panels, series={"up{": "1"})


def test_values(panels):
    at(panels, series={"up": "1 x"})


def test_key(panels):
    at(panels, series={7: "1"})


def test_variable(panels):
    at(panels, jobb="node")


def test_no_series(panels):
    panels("other")["Up"].at("5m")


def test_refused(panels):
    series = {'up{instance="a"}': "1x60", 'up{instance="b"}': "1x60"}
    panels("machines")["Refused"].at("5m", series=series)


def test_legend(panels):
    at(panels)["nobody"]


def test_rule(rules):
    rules("Nothing")


def test_selector_as_a_series(panels):
    assert len(at(panels, series={metric("up", instance="a"): "1x60"})) == 1
"""

WRONG_LINES = (
    'at(panels, "soon")',
    'at(panels, series={"up{": "1"})',
    'at(panels, series={"up": "1 x"})',
    'at(panels, series={7: "1"})',
    'at(panels, jobb="node")',
    'panels("other")["Up"].at("5m")',
    'panels("machines")["Refused"].at("5m"',
    'at(panels)["nobody"]',
    'rules("Nothing")',
)
"""The user's line of each failing test above."""


def test_an_input_error_is_reported_with_the_line_of_the_user(make_project: MakeProject) -> None:
    """No line of boardwright's source: not even of a module that has an error below it."""
    server_program("promtool")
    root = make_project({"dashboards/machines.py": BOARDS, "tests/test_wrong.py": WRONG_INPUT})
    output = run_pytest(root)
    assert "9 failed, 1 passed" in output, output
    assert "src/boardwright" not in output, output
    for line in WRONG_LINES:
        assert f">       {line}" in output or f"    {line}" in output, (line, output)
    for message in (
        "'soon' is not a valid time",
        "the { is never closed",
        "the values of up do not follow promtool's notation",
        "the key 7 does not name a series",
        "the board has no variable 'jobb'",
        "the test passes no series for the queries",
        "query A: ",
        "no series has the legend 'nobody'",
        "no rule has the name 'Nothing'",
    ):
        assert f"Error: {message}" in output or f": {message}" in output, (message, output)


def test_a_full_trace_is_still_available(make_project: MakeProject) -> None:
    root = make_project({"dashboards/machines.py": BOARDS, "tests/test_wrong.py": WRONG_INPUT})
    assert "moments.py" in run_pytest(root, "--full-trace", "-k", "test_time")


@pytest.mark.parametrize("processes", [(), ("-n", "2")], ids=["one process", "two workers"])
def test_skipped_files_are_named_once(
    make_project: MakeProject, processes: tuple[str, ...]
) -> None:
    """The notes are those of `build`. The first test needs no project."""
    files = {"dashboards/machines.py": BOARDS, "dashboards/thresholds.json": '{"cpu": 80}'}
    root = make_project(files)
    path = root / "tests/test_boards.py"
    path.parent.mkdir()
    path.write_text("def test_alone():\n    pass\n")
    assert "thresholds.json" not in run_pytest(root, *processes)
    path.write_text('def test_uid(panels):\n    assert panels("machines")\n' * 2)
    output = run_pytest(root, *processes)
    assert output.count("note: dashboards/thresholds.json: skipped, because the JSON has no") == 1
