"""Compare the time of panel tests with `promtool test rules` for the same assertions.

bench/panel_tests.py [TESTS]        number of tests, by default 1,000, on two processes
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
from pathlib import Path

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


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_project(root, count)
        first = run_tests(root, "-k", "usage[0]")
        both = run_tests(root, "-n", "2")
        reference = run_promtool(root, count)
    print("seconds, and CPU seconds of all processes:")
    print(f"first test, cold:                     {first.text}")
    print(f"{f'tests on two processes, {count} of them:':<37} {both.text}")
    print(f"promtool, one process for each test:  {reference.text}")
    print(f"CPU time, as a multiple of promtool's: {both.cpu / reference.cpu:.2f}")


def write_project(root: Path, count: int) -> None:
    for name, content in {
        "boardwright.toml": TOML,
        "dashboards/bench.py": BOARD,
        "tests/test_bench.py": TESTS.replace("COUNT", str(count)),
    }.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content)


class Cost:
    """Wall time and CPU time of a run."""

    def __init__(self, start: float, before: os.times_result) -> None:
        after = os.times()
        self.seconds = time.perf_counter() - start
        self.cpu = (
            after.children_user
            + after.children_system
            - before.children_user
            - before.children_system
        )
        self.text = f"{self.seconds:6.2f} {self.cpu:6.2f}"


def run_tests(root: Path, *options: str) -> Cost:
    """Return the time of a run of `boardwright test`."""
    return cost_of([sys.executable, "-m", "boardwright", "test", "-q", *options], root)


def run_promtool(root: Path, count: int) -> Cost:
    """Return the time of promtool for the same assertions, with one process for each."""
    promtool = shutil.which("promtool") or sys.exit("promtool is not installed")
    expr = '100 - avg by (instance) (irate(node_cpu_seconds_total{mode="idle"}[1m])) * 100'
    sample = {"labels": '{instance="a"}', "value": 50}
    test = {"expr": expr, "eval_time": "5m", "exp_samples": [sample]}
    files = []
    for number in range(count):
        series = {
            "series": 'node_cpu_seconds_total{instance="a",mode="idle"}',
            "values": f"{number}+5x60",
        }
        group = {"interval": "10s", "input_series": [series], "promql_expr_test": [test]}
        files.append(root / f"{number}.yml")
        files[-1].write_text(json.dumps({"evaluation_interval": "10s", "tests": [group]}))
    start, before = time.perf_counter(), os.times()
    for file in files:
        subprocess.run([promtool, "test", "rules", str(file)], capture_output=True, check=True)
    return Cost(start, before)


def cost_of(command: Sequence[str], cwd: Path) -> Cost:
    start, before = time.perf_counter(), os.times()
    subprocess.run(command, cwd=cwd, capture_output=True, check=True)
    return Cost(start, before)


if __name__ == "__main__":
    main()
