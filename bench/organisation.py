"""Measure boardwright on ten thousand boards of many teams, as separate processes.

    python bench/organisation.py [--boards 10000]

The project has 300 folders, 40 owners in CODEOWNERS, 15 panels per board, and a helper module that
all boards import. CPU time is shown because, unlike wall time, it does not depend on other
processes.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
from installed import write_bytecode

from boards import CONFIG

BOARDWRIGHT = str(Path(sys.executable).parent / "boardwright")
FOLDERS, OWNERS, TEAMS = 300, 40, 20

HELPER = """\
from grafanalib.core import GridPos, Target, TimeSeries

from boardwright.promql import avg, metric, rate, sum_


def panels(service):
    requests = metric("http_requests_total", service=service)
    seconds = metric("http_request_duration_seconds_sum", service=service)
    queries = [
        ("Requests", "reqps", sum_(rate(requests), by="instance")),
        ("Errors", "reqps", sum_(rate(requests.where(code="500")), by="instance")),
        ("Busy", "short", sum_(rate(seconds), by="instance")),
    ]
    return [
        TimeSeries(
            title=f"{title} {part}",
            unit=unit,
            targets=[Target(expr=expr, legendFormat="{{instance}}")],
            gridPos=GridPos(h=8, w=8, x=8 * column, y=8 * part),
        )
        for part in range(5)
        for column, (title, unit, expr) in enumerate(queries)
    ]
"""

BOARD = """\
from grafanalib.core import Dashboard
from shared.team_{team} import panels

dashboard = Dashboard(title="Service {number}", uid="service-{number}", panels=panels("s{number}"))
"""


def write_organisation(root: Path, boards: int) -> Path:
    """Write the project, and return the path of one board's module."""
    dashboards = root / "dashboards"
    shared = dashboards / "shared"
    shared.mkdir(parents=True)
    (root / "boardwright.toml").write_text(CONFIG)
    for team in range(TEAMS):
        (shared / f"team_{team}.py").write_text(HELPER)
    owners = [f"/dashboards/folder-{n}/ @team-{n % OWNERS}\n" for n in range(FOLDERS)]
    (root / "CODEOWNERS").write_text("".join(owners))
    for number in range(boards):
        folder = dashboards / f"folder-{number % FOLDERS}"
        folder.mkdir(exist_ok=True)
        text = BOARD.format(team=number % TEAMS, number=number)
        (folder / f"service_{number}.py").write_text(text)
    return dashboards / "folder-0/service_0.py"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The result of one command: wall time and CPU time in seconds, and the peak memory of all its
    processes in MiB.
    """

    wall: float
    cpu: float
    memory: float


def measure(
    command: Sequence[str],
    cwd: Path,
    *,
    codes: Sequence[int] = (0,),
    environ: Mapping[str, str] | None = None,
) -> Measured:
    """Run a command, and return its time and memory."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, env=environ, stdout=subprocess.DEVNULL)
    peak = _Peak(process.pid)
    peak.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    peak.stop()
    if os.waitstatus_to_exitcode(status) not in codes:
        raise SystemExit(f"{command} failed")
    return Measured(wall=wall, cpu=usage.ru_utime + usage.ru_stime, memory=peak.mebibytes)


class _Peak(threading.Thread):
    """Measures the memory of a process and its children ten times a second. Each process counts
    with its share of the pages that several processes use (Pss).
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._process, self._done, self.mebibytes = psutil.Process(pid), threading.Event(), 0.0

    def run(self) -> None:
        """Measure until `stop` is called."""
        while not self._done.wait(0.1):
            try:
                family = [self._process, *self._process.children(recursive=True)]
                total = sum(each.memory_full_info().pss for each in family)
            except psutil.Error:
                continue
            self.mebibytes = max(self.mebibytes, total / 2**20)

    def stop(self) -> None:
        """Stop the measurement and wait for the thread."""
        self._done.set()
        self.join()


def main() -> None:
    """Measure each command, and print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boards", type=int, default=10_000)
    boards = parser.parse_args().boards
    write_bytecode()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        changing = write_organisation(root, boards)
        _git(root, "init", "-q")
        _git(root, "add", "-A")
        _git(root, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "boards")
        helper = root / "dashboards/shared/team_0.py"
        cases: list[tuple[str, list[str], Callable[[], object]]] = [
            ("build, cold", ["build"], lambda: None),
            ("build, unchanged", ["build"], lambda: None),
            ("build, one changed file", ["build"], lambda: _edit(changing)),
            ("list", ["list"], lambda: None),
            ("check, cold", ["check"], lambda: None),
            ("check, unchanged", ["check"], lambda: None),
            (
                "check, a changed helper",
                ["check", "--changed-since", "HEAD"],
                lambda: _edit(helper),
            ),
        ]
        print(f"Number of boards: {boards}")
        for title, args, before in cases:
            before()
            result = measure([BOARDWRIGHT, *args], root, codes=(0, 1))
            figures = f"{result.wall:7.1f} s {result.cpu:7.1f} s CPU {result.memory:7.0f} MiB"
            print(f"{title:28}{figures}", flush=True)


def _git(root: Path, *args: str) -> None:
    subprocess.run(["git", *args], cwd=root, check=True, capture_output=True)


def _edit(file: Path) -> None:
    file.write_text(f"{file.read_text()}# changed\n")


if __name__ == "__main__":
    main()
