"""Measure `boardwright import` on a folder of public boards. `make corpus` writes the page.

    python scripts/corpus.py ../shared/corpus > docs/import-corpus.md

Every board is imported with `--check`: its module is run, and the resulting board is compared with
the board that the stored JSON compiles to.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import get_args

from boardwright.commands.importing.import_boards import ImportOptions, import_boards
from boardwright.commands.importing.import_results import ImportedBoard, ImportResult
from boardwright.config.project_file import read_project
from boardwright.source.board_module import SourceStyle
from boardwright.source.verdict import Verdict

TOML = """\
[project]
name = "corpus"

[[datasources]]
name = "Prometheus"
uid = "prometheus"
url = "http://prometheus:9090"
default = true
"""
VERDICTS = {
    "identical": "identical",
    "equal": "equal",
    "upgraded": "upgraded",
    "different": "**different**",
}
HEAD = """\
# Import, on public boards

`make corpus` writes this page, and a test fails when the page is out of date. It imports public
boards from `../shared/corpus`, a folder next to the checkout, with `boardwright import --check`.
The boards are of all ages, from schema version 8 to schema v2. [The
verdict](reference/import.md#the-verdict) states whether the Python compiles to the same board. We
count the lines of a board's JSON with one value per line. A share is the number of lines of Python
divided by the number of lines of JSON. The column "median" contains the median of the shares of all
boards.
"""
COLUMNS = "style", "boards", *VERDICTS, "not read", "lines of Python", "of JSON", "median"


def check(corpus: Path, style: SourceStyle) -> ImportResult:
    """Import all boards of a folder in a temporary project with `--check`, which writes nothing."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "boardwright.toml").write_text(TOML)
        options = ImportOptions(paths=(corpus,), style=style, check=True)
        return import_boards(read_project(root), options)


def page(results: dict[SourceStyle, ImportResult]) -> Iterator[str]:
    """Yield the lines of the page, without the line about the time."""
    yield from HEAD.splitlines()
    yield ""
    yield f"| {' | '.join(COLUMNS)} |"
    yield "|---" * len(COLUMNS) + "|"
    for style, result in results.items():
        yield _summary(style, result.boards)
    yield ""
    yield "## Board by board, in the style `grafanalib`"
    yield ""
    yield "| board | verdict | Python | JSON | share | |"
    yield "|---|---|---|---|---|---|"
    yield from map(_row, results["grafanalib"].boards)


def _summary(style: str, boards: Sequence[ImportedBoard]) -> str:
    outcomes = [board.verdict.outcome if board.verdict else "failed" for board in boards]
    counts = [outcomes.count(outcome) for outcome in (*VERDICTS, "failed")]
    lines = [sum(board.lines[side] for board in boards) for side in (0, 1)]
    share = f" ({round(100 * lines[0] / max(1, lines[1]))} %)"
    middle = f"{median(_share(board) for board in boards if board.verdict):.0f} %"
    cells = [f"`{style}`", len(boards), *counts, f"{lines[0]:,}{share}", f"{lines[1]:,}", middle]
    return f"| {' | '.join(map(str, cells))} |"


def _share(board: ImportedBoard) -> float:
    """Return the number of Python lines per hundred lines of the board's JSON."""
    return 100 * board.lines[0] / max(1, board.lines[1])


def _row(board: ImportedBoard) -> str:
    name = board.origin.partition("/")[2]
    if board.verdict is None:
        return f"| {name} | **not read** | | | | {board.error and board.error.what} |"
    verdict = VERDICTS[board.verdict.outcome]
    changes = ", ".join(_changes(board.verdict))
    python, stored = (f"{count:,}" for count in board.lines)
    return f"| {name} | {verdict} | {python} | {stored} | {_share(board):.0f} % | {changes} |"


def _changes(verdict: Verdict) -> Iterator[str]:
    """Yield the upgrades of a board; for a different board, its first differences."""
    yield from (upgrade.what for upgrade in verdict.upgrades)
    yield from (each.path for each in verdict.differences[:3])


def main() -> int:
    """Print the page; return 1 if a board could not be imported."""
    corpus = Path(sys.argv[1])
    results: dict[SourceStyle, ImportResult] = {}
    seconds: dict[SourceStyle, float] = {}
    for style in get_args(SourceStyle):
        start = time.perf_counter()
        results[style] = check(corpus, style)
        seconds[style] = time.perf_counter() - start
    timings = " and ".join(f"{seconds[style]:.1f} s in the style `{style}`" for style in results)
    size = sum(file.stat().st_size for file in corpus.rglob("*.json")) / 1e6
    sys.stdout.write(
        "\n".join(page(results)) + f"\n\nThe import of all boards ({size:.1f} MB) took {timings}.\n"
    )
    accepted = {"identical", "equal", "upgraded"}
    boards = [board for result in results.values() for board in result.boards]
    return 0 if all(b.verdict and b.verdict.outcome in accepted for b in boards) else 1


if __name__ == "__main__":
    sys.exit(main())
