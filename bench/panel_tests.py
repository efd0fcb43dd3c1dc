"""Compare the time of panel tests with `promtool test rules` for the same assertions.

bench/panel_tests.py [TESTS]        number of tests, by default 1,000, on two processes

The first test is measured as pytest's whole run of one test: with a new project, whose board is
not in the cache, and then with the board in the cache (the fastest of three runs). The time of a
further test is the difference between runs of 101 tests and of one, divided by 100. Each test has
series of its own, so no result is used twice.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from boardwright.notation.plurals import format_quantity

TOML = """\
[project]
name = "bench"

[[datasources]]
name = "Prometheus"
uid = "prometheus"
url = "http://prometheus:9090"
default = true
"""

BOARD = """\
from grafanalib.core import Dashboard, Target, TimeSeries

EXPR = '100 - avg by (instance) (irate(node_cpu_seconds_total{mode="idle"}[1m])) * 100'
dashboard = Dashboard(
    title="Bench",
    uid="bench",
    panels=[TimeSeries(title="CPU", targets=[Target(expr=EXPR, legendFormat="{{instance}}")])],
)
"""

TESTS = """\
import pytest


@pytest.mark.parametrize("number", range(COUNT))
def test_usage(panels, number):
    series = {'node_cpu_seconds_total{instance="a",mode="idle"}': f"{number}+5x60"}
    assert panels("bench")["CPU"].at("5m", series=series) == {"a": 50}
"""

FURTHER = 100


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_project(root, count)
        cold = run_tests(root, 1)
        warm = min((run_tests(root, 1) for _ in range(3)), key=lambda cost: cost.seconds)
        more = run_tests(root, 1 + FURTHER)
        both = run_tests(root, count, "-n", "2")
        files = write_promtool_tests(root, count)
        separate, together = run_promtool(files, root), cost_of(promtool_command(*files), root)
    further = Cost((more.seconds - warm.seconds) / FURTHER, (more.cpu - warm.cpu) / FURTHER)
    print(f"{'':<52} wall s   CPU s")
    for name, cost in {
        "first test, board not in the cache (target 1.5)": cold,
        "first test, board in the cache (target 1.5)": warm,
        f"each of {FURTHER} further tests (target 0.040)": further,
        f"{format_quantity(count, 'test')}, two processes (target 30 for 1,000)": both,
        f"promtool, {format_quantity(count, 'process', 'processes')}, two at a time": separate,
        f"promtool, one process with {format_quantity(count, 'file')}": together,
    }.items():
        print(f"{name:<50} {cost.seconds:8.3f} {cost.cpu:7.3f}")


def write_project(root: Path, count: int) -> None:
    tests = {number: TESTS.replace("COUNT", str(number)) for number in (1, 1 + FURTHER, count)}
    for name, content in {
        "boardwright.toml": TOML,
        "dashboards/bench.py": BOARD,
        **{f"tests/test_{number}.py": content for number, content in tests.items()},
    }.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)


@dataclass(frozen=True)
class Cost:
    """Wall time and CPU time of a run, in seconds."""

    seconds: float
    cpu: float


def run_tests(root: Path, count: int, *options: str) -> Cost:
    """Return the time of a run of `boardwright test` on the file with this number of tests."""
    path = f"tests/test_{count}.py"
    return cost_of([sys.executable, "-m", "boardwright", "test", "-q", path, *options], root)


def write_promtool_tests(root: Path, count: int) -> list[str]:
    """Write promtool's test files with the same assertions, and return their names."""
    expr = '100 - avg by (instance) (irate(node_cpu_seconds_total{mode="idle"}[1m])) * 100'
    sample = {"labels": '{instance="a"}', "value": 50}
    test = {"expr": expr, "eval_time": "5m", "exp_samples": [sample]}
    for number in range(count):
        series = {
            "series": 'node_cpu_seconds_total{instance="a",mode="idle"}',
            "values": f"{number}+5x60",
        }
        group = {"interval": "10s", "input_series": [series], "promql_expr_test": [test]}
        content = json.dumps({"evaluation_interval": "10s", "tests": [group]})
        (root / f"{number}.yml").write_text(content)
    return [f"{number}.yml" for number in range(count)]


def run_promtool(files: Sequence[str], root: Path) -> Cost:
    """Return the time of promtool with one process for each file, two at a time."""
    start = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        costs = list(pool.map(lambda file: cost_of(promtool_command(file), root), files))
    return Cost(time.perf_counter() - start, sum(each.cpu for each in costs))


def promtool_command(*files: str) -> list[str]:
    promtool = shutil.which("promtool") or sys.exit("promtool is not installed")
    return [promtool, "test", "rules", *files]


def cost_of(command: Sequence[str], cwd: Path) -> Cost:
    """Return the time of a command. If it fails, print its output and end.

    `wait4` returns the CPU time of one process with its own children, so commands can overlap.
    """
    start = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=cwd, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            sys.exit(output.read().decode(errors="replace"))
    return Cost(time.perf_counter() - start, usage.ru_utime + usage.ru_stime)


if __name__ == "__main__":
    main()
