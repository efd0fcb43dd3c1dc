"""`make bench`: compare builds of the same boards by several tools, as separate processes.

    python bench/run.py [--boards 200] [--runs 5] [--large 1000]

The tools run in turns; the table shows medians, and ratios to grafanalib. Compare only ratios of
the same run. On a busy machine, wall time depends on other processes: use real-time priority (`chrt
-f 10 python bench/run.py`), or use the CPU time.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import psutil
from installed import write_bytecode

from boards import write_project, write_sdk

BIN = Path(sys.executable).parent
BUILD = [str(BIN / "boardwright"), "build"]
SDK_SCRIPT = """\
import json, runpy, sys
from grafana_foundation_sdk.cog.encoder import JSONEncoder
for path in sys.argv[1:]:
    board = runpy.run_path(path)["dashboard"].build()
    with open(path.removesuffix(".py") + ".json", "w") as file:
        file.write(JSONEncoder(sort_keys=True, indent=2).encode(board))
"""


@dataclass
class Case:
    """A command, its preparation, and the times of its runs.

    Attributes:
        name: Name of its row in the table.
        command: The command line.
        cwd: Working directory of the command.
        before: Function that is called before each run. The time of this function is not measured.
        wall: Wall time of each run in seconds.
        cpu: CPU time, user and system, of the process and its children in seconds.
    """

    name: str
    command: list[str]
    cwd: Path
    before: Callable[[], object] = lambda: None
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Run the command once, and store its times."""
        self.before()
        start = time.perf_counter()
        process = subprocess.Popen(self.command, cwd=self.cwd, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        self.wall.append(time.perf_counter() - start)
        self.cpu.append(usage.ru_utime + usage.ru_stime)
        if os.waitstatus_to_exitcode(status) != 0:
            raise SystemExit(f"{self.name}: {self.command} failed")


def cases(folder: Path, boards: int) -> list[Case]:
    """Return the commands to compare. Ratios are relative to the first command."""
    root, sdk = folder / "project", folder / "sdk"
    root.mkdir()
    files = [str(file) for file in write_project(root, boards)]
    builders = [str(file) for file in write_sdk(sdk, boards)]
    changing = Path(files[0])
    turns = iter(range(10_000))

    def forget() -> None:
        for name in (".boardwright", "provisioning"):
            shutil.rmtree(root / name, ignore_errors=True)

    def change() -> None:
        text = changing.read_text().splitlines()
        changing.write_text("\n".join([*text[:-1], text[-1], f"# turn {next(turns)}\n"]))

    python, empty = sys.executable, folder
    return [
        Case("grafanalib generate-dashboards", [str(BIN / "generate-dashboards"), *files], folder),
        Case("Foundation SDK, one process", [python, "-c", SDK_SCRIPT, *builders], folder),
        Case("boardwright build, cold", BUILD, root, forget),
        Case("boardwright build, nothing changed", BUILD, root),
        Case("boardwright build, one changed", BUILD, root, change),
        Case("python -c pass", [python, "-c", "pass"], empty),
        Case("boardwright --help", [*BUILD[:1], "--help"], empty),
    ]


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boards", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--large", type=int, default=1000, help="boards for measuring peak memory")
    options = parser.parse_args()
    write_bytecode()
    with tempfile.TemporaryDirectory() as name:
        measured = cases(Path(name), options.boards)
        for turn in range(options.runs):
            for case in measured:
                clean_outputs(Path(name))
                case.run()
            print(f"turn {turn + 1} of {options.runs}", file=sys.stderr)
        print_table(measured, options.boards)
        print_peak(Path(name), options.large)


def clean_outputs(folder: Path) -> None:
    """Remove the files that the other tools write next to their source files."""
    for path in (*folder.glob("project/dashboards/*.json"), *folder.glob("sdk/*.json")):
        path.unlink()


def print_table(measured: list[Case], boards: int) -> None:
    print(f"Boards of 30 time series: {boards}. Whole processes, medians.\n")
    print(f"{'':36} {'wall':>10} {'ratio':>7} {'CPU':>10} {'ratio':>7}")
    for case in measured:
        base = measured[-2] if case in measured[-2:] else measured[0]
        cells = [
            f"{median(own):8.3f} s {median(own) / median(others):6.2f}x"
            for own, others in ((case.wall, base.wall), (case.cpu, base.cpu))
        ]
        print(f"{case.name:36} {' '.join(cells)}")
    print("\nRatios are relative to the first row; in the last two rows, to starting Python.")


def print_peak(folder: Path, boards: int) -> None:
    """Print the peak memory of all processes of a cold build, with shared pages counted once."""
    root = folder / "large"
    root.mkdir()
    write_project(root, boards)
    process = psutil.Popen(BUILD, cwd=root, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        family = [process, *process.children(recursive=True)]
        peak = max(peak, sum(map(_own_memory, family)))
        time.sleep(0.02)
    memory = f"{peak / 2**20:.0f} MiB"
    print(f"Cold build of {boards} boards: peak memory of all processes {memory}.")


def _own_memory(process: psutil.Process) -> int:
    """Return the memory of a process in bytes, with its share of shared pages."""
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0


if __name__ == "__main__":
    main()
