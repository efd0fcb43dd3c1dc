"""Snapshots: written on request, compared otherwise, reviewed as a diff."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from boardwright.testing.panel_values import ShownSeries
from boardwright.testing.snapshots import CurrentTest, SnapshotError, SnapshotStore, build_snapshot
from support import MakeProject, Run, server_program
from testing.conftest import BOARDS

TESTS = """\
def test_up(panels):
    panel = panels("machines")["Up"]
    panel.at("5m", series={'up{job="node",instance="a"}': "VALUEx60"}).check_snapshot()
    panel.over("2m", "1m", series={'up{job="node",instance="a"}': "0+1x60"}).check_snapshot()
"""


def one(legend: str, *values: float | None, **labels: str) -> ShownSeries:
    times = tuple(range(len(values)))
    return ShownSeries(labels=labels, legend=legend, ref_id="A", times=times, values=values)


def test_values_are_sorted_and_rounded() -> None:
    """Six significant digits: 1/3 is 0.333333. Legends that are equal are numbered by labels."""
    found = build_snapshot(
        [one("b", 1 / 3), one("a", 2.0, None, float("nan")), one("b", 5.0, cpu="0")]
    )
    assert found == {"a": [2, None, "nan"], "b": 0.333333, "b (2)": 5}
    assert list(found) == ["a", "b", "b (2)"]


def test_a_difference_is_shown(tmp_path: Path) -> None:
    test = CurrentTest(name="test_x", folder=tmp_path)
    SnapshotStore(updates=True).check(test, "node", '"CPU" at 5m', [one("a", 1.0)])
    SnapshotStore().check(test, "node", '"CPU" at 5m', [one("a", 1.0000001)])
    with pytest.raises(SnapshotError) as raised:
        SnapshotStore().check(test, "node", '"CPU" at 5m', [one("a", 2.0)])
    assert '-  "a": 1\n+  "a": 2\n' in str(raised.value)
    assert "boardwright test --update" in str(raised.value)
    with pytest.raises(SnapshotError, match="contains no snapshot"):
        SnapshotStore().check(test, "node", '"CPU" at 6m', [one("a", 1.0)])


def test_snapshots_are_written_only_on_request(make_project: MakeProject, run: Run) -> None:
    """The first run fails: a person has to ask for the file."""
    server_program("promtool")
    root = make_project({"dashboards/machines.py": BOARDS})
    tests = root / "tests/test_up.py"
    tests.parent.mkdir()
    tests.write_text(TESTS.replace("VALUE", "1"))
    missing = run("test", "-q", cwd=root)
    assert missing.returncode == 1
    assert "contains no snapshot for 'test_up.py::test_up: \"Up\" at 5m'" in missing.stdout
    written = run("test", "-q", "--update", cwd=root)
    assert written.returncode == 0, written.stdout
    file = root / "tests/snapshots/machines.json"
    assert f"snapshots written: {file}" in written.stdout
    assert json.loads(file.read_text()) == {
        'test_up.py::test_up: "Up" at 5m': {"a": 1},
        'test_up.py::test_up: "Up" from 0s to 2m': {"a": [0, 6, 12]},
    }
    assert run("test", "-q", cwd=root).returncode == 0
    tests.write_text(TESTS.replace("VALUE", "3"))
    changed = run("test", "-q", cwd=root)
    assert changed.returncode == 1
    assert '-  "a": 1' in changed.stdout
    assert '+  "a": 3' in changed.stdout


def test_tests_with_one_name_in_two_files_have_their_own_snapshots(
    make_project: MakeProject, run: Run
) -> None:
    """`up` is 1 in test_a.py and 2 in test_b.py; both tests are called test_cpu."""
    server_program("promtool")
    test = """\
def test_cpu(panels):
    up = {'up{job="a",instance="x"}': "VALUEx60"}
    panels("machines")["Up"].at("1m", series=up).check_snapshot()
"""
    files = {f"tests/test_{n}.py": test.replace("VALUE", v) for n, v in (("a", "1"), ("b", "2"))}
    root = make_project({"dashboards/machines.py": BOARDS, **files})
    assert run("test", "-q", "--update", cwd=root).returncode == 0
    assert json.loads((root / "tests/snapshots/machines.json").read_text()) == {
        'test_a.py::test_cpu: "Up" at 1m': {"x": 1},
        'test_b.py::test_cpu: "Up" at 1m': {"x": 2},
    }
    assert run("test", "-q", cwd=root).returncode == 0
