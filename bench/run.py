"""`make bench`: whole processes on the same boards, in turns; medians, and ratios to grafanalib.

    python bench/run.py [--boards 200] [--runs 5] [--large 1000]

The machine is shared and noisy: quote the ratios, which come from the same run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from boards import write_project, write_sdk
from installed import write_bytecode

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
    """A command, what is done before each of its runs, and the runs' figures.

    Attributes:
        name: Its row of the table.
        command: What is run.
        cwd: Where.
        before: Called before each run, outside the time.
    """

    name: str
    command: list[str]
    cwd: Path
    before: Callable[[], object] = lambda: None
    seconds: list[float] = field(default_factory=list)
    peak: float = 0.0

    def run(self) -> None:
        """Run once, and note CPU seconds (user and system) and the process's peak memory."""
        self.before()
        process = subprocess.Popen(self.command, cwd=self.cwd, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if os.waitstatus_to_exitcode(status) != 0:
            raise SystemExit(f"{self.name}: {self.command} failed")
        self.seconds.append(usage.ru_utime + usage.ru_stime)
        self.peak = max(self.peak, usage.ru_maxrss / 1024)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def cases(folder: Path, boards: int) -> list[Case]:
    """Return the commands that are compared; the first is what ratios are to."""
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
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boards", type=int, default=200)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--large", type=int, default=1000, help="boards for the peak of memory")
    given = parser.parse_args()
    write_bytecode()
    with tempfile.TemporaryDirectory() as name:
        measured = cases(Path(name), given.boards)
        for turn in range(given.runs):
            for case in measured:
                clean_outputs(Path(name))
                case.run()
            print(f"turn {turn + 1} of {given.runs}", file=sys.stderr)
        print_table(measured, given.boards)
        print_peak(Path(name), given.large)


def clean_outputs(folder: Path) -> None:
    """Remove what the peers write beside their sources."""
    for path in (*folder.glob("project/dashboards/*.json"), *folder.glob("sdk/*.json")):
        path.unlink()


def print_table(measured: list[Case], boards: int) -> None:
    base, start = measured[0].median, measured[-2].median
    print(f"{boards} boards of 30 time series; CPU seconds of whole processes, medians\n")
    for case in measured:
        ratio = case.median / (start if case in measured[-2:] else base)
        print(f"{case.name:36} {case.median:8.3f} s  {ratio:6.2f}x  {case.peak:6.0f} MiB")
    print("\nThe last two rows are compared with Python's start, the others with the first.")


def print_peak(folder: Path, boards: int) -> None:
    root = folder / "large"
    root.mkdir()
    write_project(root, boards)
    case = Case("large", BUILD, root)
    case.run()
    print(f"{boards} boards, cold: {case.median:.1f} s, {case.peak:.0f} MiB at the peak")


if __name__ == "__main__":
    main()
