"""Measure how long `boardwright check` takes on real boards, as a separate process.

python bench/checks.py [-n 1000] [--corpus ../shared/corpus]

There are two measurements. The first checks every file of the corpus in one run. The second checks
variants of Node Exporter Full (125 panels, 275 queries). Each variant has a different label value
in every selector, so that no query text occurs twice. The variants are measured at an eighth, a
quarter, half and all of `-n`, to show how the time grows. The table shows wall time and CPU time;
CPU time is more reliable on a busy machine. Memory is the sum of all processes, with shared pages
counted once (Pss).

Grafana's dashboard-linter is not measured, because its program is not available here. It reads one
file per run.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from installed import write_bytecode

CORPUS = Path(__file__).parent.parent.parent / "shared/corpus"
BOARD = "grafana-dashboards/node-exporter-full.json"
CORES = 2
"""The target is 1,000 variants in less than 25 s on a machine with two cores."""

_JOB = r"job=\"$job\""
"""A label matcher that every selector of the board contains, in its JSON notation."""

_EVERY = 0.1
"""Seconds between two measurements of the memory."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One run of the command.

    Attributes:
        boards: Number of boards.
        problems: Number of reported problems, or of suggested rules.
        seconds: Wall time of the process in seconds.
        cpu: CPU time of the process and its children in seconds.
        memory: Peak memory of the process and its children in bytes.
    """

    boards: int
    problems: int
    seconds: float
    cpu: float
    memory: int


def write_variants(folder: Path, board: Path, count: int) -> None:
    """Write variants of a board. Each has another uid, title and label value in its selectors."""
    text = board.read_text()
    data = json.loads(text)
    if _JOB not in text:
        raise SystemExit(f"{board}: no query contains {_JOB}")
    for key in ("uid", "title"):
        text = _add_suffix(text, key, data[key])
    for number in range(count):
        value = f"v{number:05}"
        changed = text.replace(_JOB, rf"{_JOB},variant=\"{value}\"").replace("@VARIANT@", value)
        (folder / f"{value}.json").write_text(changed)


def _add_suffix(text: str, key: str, value: str) -> str:
    """Return the text with a suffix on the board's uid or title, which is the last one in the
    text."""
    before, match, after = text.rpartition(f'"{key}": {json.dumps(value)}')
    if not match:
        raise SystemExit(f"the board's {key} was not found in the text")
    return f'{before}"{key}": {json.dumps(value + "-@VARIANT@")}{after}'


def measure(*paths: Path, verb: str = "check") -> Measured:
    """Run `check` or `suggest-rules` on files or folders in a separate process."""
    program = Path(sys.executable).with_name("boardwright")
    command = [program, verb, *paths, "--format", "json"]
    with tempfile.TemporaryFile() as out:
        begun, used = time.perf_counter(), _cpu()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, cwd="/")
        memory = 0
        while True:
            try:
                _, error_output = process.communicate(timeout=_EVERY)
                break
            except subprocess.TimeoutExpired:
                memory = max(memory, _memory(process.pid))
        seconds, cpu = time.perf_counter() - begun, _cpu() - used
        out.seek(0)
        output = out.read()
    if process.returncode not in {0, 1}:
        raise SystemExit(f"boardwright {verb} failed:\n{error_output.decode()}")
    report = json.loads(output)
    return Measured(
        boards=report["boards"],
        problems=len(report["problems" if verb == "check" else "rules"]),
        seconds=seconds,
        cpu=cpu,
        memory=memory,
    )


def _cpu() -> float:
    """Return the CPU time of all ended child processes in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(pid: int) -> int:
    """Return the memory of a process and its children in bytes; 0 if unknown."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        own = next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (OSError, StopIteration):
        return 0
    return own + sum(_memory(int(child)) for child in children)


def sizes(count: int) -> list[int]:
    """Return the numbers of variants to measure: each is double the previous one, up to `count`."""
    return sorted({max(1, count // part) for part in (8, 4, 2, 1)})


def show(name: str, result: Measured) -> None:
    """Print one row of the table."""
    print(
        f"{name:<22} {result.boards:>6} {result.seconds:>8.2f}"
        f" {result.boards / result.seconds:>9.1f} {result.cpu:>8.2f}"
        f" {result.cpu / result.boards * 1000:>13.1f}"
        f" {result.memory / 2**20:>9.0f} {result.problems:>9}",
        flush=True,
    )


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("-n", type=int, default=1000, help="variants of Node Exporter Full")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="folder of real boards")
    options = parser.parse_args()
    write_bytecode()
    corpus = options.corpus.resolve()
    if not corpus.is_dir():
        raise SystemExit(f"{corpus}: no boards found; name a folder with --corpus")
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    print(f"on {len(os.sched_getaffinity(0))} cores; memory with children")
    print(
        f"{'':<22} {'boards':>6} {'seconds':>8} {'boards/s':>9} {'CPU s':>8} {'CPU ms/board':>13}"
        f" {'MiB peak':>9} {'problems':>9}"
    )
    show("corpus", measure(corpus))
    show("Node Exporter Full", measure(corpus / BOARD))
    for count in sizes(options.n):
        with tempfile.TemporaryDirectory() as folder:
            write_variants(Path(folder), corpus / BOARD, count)
            show(f"its variants, {count}", measure(Path(folder)))
    print("dashboard-linter: not measured, its program is not available here")


if __name__ == "__main__":
    main()
