"""Measure how long `boardwright import --check` takes on real boards, as a separate process.

python bench/import_verb.py [-n 200] [--corpus ../shared/corpus]

There are two measurements: every board of the corpus in one run, and copies of Node Exporter Full
(125 panels) at a quarter, half and all of `-n`, to show how the time grows. The table shows wall
time and CPU time; CPU time is more reliable on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from installed import write_bytecode

CORPUS = Path(__file__).parent.parent.parent / "shared/corpus"
BOARD = "grafana-dashboards/node-exporter-full.json"
TOML = """\
[project]
name = "bench"

[[datasources]]
name = "Prometheus"
uid = "prometheus"
url = "http://prometheus:9090"
"""


def measure(project: Path, boards: Path, what: str) -> str:
    """Import a folder in a separate process, and return a row of the table."""
    command = [sys.executable, "-m", "boardwright", "import", str(boards), "--check"]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [*command, "--format", "json"], cwd=project, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    report = json.loads(done.stdout)["boards"]
    not_proved = sum(board["status"] != "proved" for board in report)
    rate = len(report) / cpu
    return f"| {what} | {len(report)} | {not_proved} | {seconds:.1f} | {cpu:.1f} | {rate:.1f} |"


def write_copies(folder: Path, board: Path, count: int) -> None:
    """Write copies of a board. Each has another uid and title."""
    data = json.loads(board.read_text())
    for number in range(count):
        copy = data | {"uid": f"copy-{number}", "title": f"Copy {number}"}
        (folder / f"{number:05}.json").write_text(json.dumps(copy))


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=200)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    options = parser.parse_args()
    write_bytecode()
    print("| | boards | not proved | seconds | CPU seconds | boards per CPU second |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "project")
        project.mkdir()
        (project / "boardwright.toml").write_text(TOML)
        print(measure(project, options.corpus.resolve(), "corpus"), flush=True)
        for count in (options.n // 4, options.n // 2, options.n):
            copies = Path(folder, f"copies-{count}")
            copies.mkdir()
            write_copies(copies, options.corpus / BOARD, count)
            print(measure(project, copies, "Node Exporter Full"), flush=True)


if __name__ == "__main__":
    main()
