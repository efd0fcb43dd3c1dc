"""Draw a sample of problems, and update the tables of docs/checks-precision-verdicts.md.

    python scripts/checks_sample.py ../shared/corpus corpus --size 150
    python scripts/checks_sample.py BOARDS unseen --seed 16 --size 100 --spread
    python scripts/checks_sample.py BOARDS third --seed 1617 --size 80 --spread
    python scripts/checks_sample.py BOARDS fourth --seed 316 --size 160 --spread
    python scripts/checks_sample.py BOARDS seventh --seed 319 --size 150 --spread
    python scripts/checks_sample.py BOARDS ninth --seed 3201 --size 100 --spread

The script runs `boardwright check` (default profile, outside any project) on a folder of boards,
draws problems at random without replacement, and writes the two tables with this name between their
marks in the page. A problem with a verdict in the page (same file, rule, panel, query and text)
keeps this verdict; other problems get "?". With --check, nothing is written, and the exit code is 1
if a table is out of date or a verdict is missing.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "checks-precision-verdicts.md"
VERDICTS = frozenset({"true", "false"})
Problem = dict[str, Any]


def find_problems(boards: Path) -> list[Problem]:
    """Return the problems that the default profile finds, ordered by file and line."""
    program = [sys.executable, "-m", "boardwright", "check", str(boards.resolve())]
    with tempfile.TemporaryDirectory() as outside:
        done = subprocess.run(
            [*program, "--format", "json"], cwd=outside, capture_output=True, text=True, check=False
        )
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    problems: list[Problem] = json.loads(done.stdout)["problems"]
    for problem in problems:
        problem["file"] = str(Path(problem["file"]).resolve().relative_to(boards.resolve()))
        problem["what"] = problem["what"].replace(f"{boards.resolve()}/", "")
    return sorted(problems, key=_order)


def _order(problem: Problem) -> tuple[str, int, str, str]:
    return (problem["file"], problem["line"] or 0, problem["rule"], problem["pointer"] or "")


def draw_sample(problems: list[Problem], seed: int, size: int, *, spread: bool) -> list[Problem]:
    """Return a random sample of problems, sorted by rule; all problems if there are fewer.

    Args:
        problems: The problems to draw from.
        seed: Seed of the random numbers.
        size: Size of the sample.
        spread: Whether to draw only one problem for each pair of rule and repository (the first
            folder), so that many similar problems count once. If these are fewer than `size`, other
            problems are drawn as well.
    """
    numbers = random.Random(seed)
    first = _draw_one_of_each(problems, numbers) if spread else problems
    drawn = numbers.sample(first, min(size, len(first)))
    if len(drawn) < size:
        others = [problem for problem in problems if problem not in drawn]
        drawn += numbers.sample(others, min(size - len(drawn), len(others)))
    return sorted(drawn, key=lambda problem: (problem["rule"], *_order(problem)))


def _draw_one_of_each(problems: list[Problem], numbers: random.Random) -> list[Problem]:
    """Return one problem of each rule and repository."""
    groups: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        groups[problem["rule"], problem["file"].partition("/")[0]].append(problem)
    return [numbers.choice(groups[key]) for key in sorted(groups)]


def row_cells(problem: Problem) -> list[str]:
    """Return the table cells that identify a problem."""
    place = " ".join(filter(None, (problem["panel"], problem["query"])))
    text = f"{place}: {problem['what']}" if place else problem["what"]
    cells = (problem["file"], problem["line"] or "", problem["rule"], problem["severity"], text)
    return [_cell(str(cell)) for cell in cells]


def _cell(text: str) -> str:
    """Return the text with escapes, so that it stays in one cell of a Markdown table."""
    return re.sub(r"\s+", " ", text).replace("|", "/").replace("{{", "{").replace("}}", "}").strip()


def known_verdicts(page: str, name: str) -> dict[tuple[str, ...], tuple[str, str]]:
    """Return verdict and reason of each problem in the table of this name."""
    lines = _between(page, name + " problems").splitlines()
    rows = [line.strip("| \n").split(" | ") for line in lines]
    return {(r[0], r[2], r[4]): (r[5], r[6]) for r in rows if len(r) == 7}


def make_tables(
    problems: list[Problem], drawn: list[Problem], known: dict[tuple[str, ...], tuple[str, str]]
) -> tuple[str, str, list[str]]:
    """Return the table of rules, the table of problems, and the verdicts."""
    rows = []
    for cells in map(row_cells, drawn):
        verdict, reason = known.get((cells[0], cells[2], cells[4]), ("?", "?"))
        rows.append([*cells, verdict, reason])
    counts = Counter(problem["rule"] for problem in problems)
    judged = Counter(cells[2] for cells in rows)
    true = Counter(cells[2] for cells in rows if cells[5] == "true")
    rules = sorted(counts, key=lambda rule: (-counts[rule], rule))
    lines = [[r, counts[r], judged[r], true[r], _share(true[r], judged[r])] for r in rules]
    total = ["**all**", len(problems), len(rows), true.total(), _share(true.total(), len(rows))]
    by_rule = _table(["rule", "problems", "judged", "true", "share"], [*lines, total])
    heads = ["file", "line", "rule", "severity", "problem", "verdict", "reason"]
    return by_rule, _table(heads, rows), [cells[5] for cells in rows]


def _share(true: int, judged: int) -> str:
    return f"{100 * true / judged:.1f} %" if judged else ""


def _table(heads: list[str], rows: list[list[Any]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(str, cells))} |" for cells in lines)


def _marks(name: str) -> tuple[str, str]:
    return f"<!-- {name} -->\n", f"\n<!-- end of {name} -->"


def _between(page: str, name: str) -> str:
    start, end = _marks(name)
    return page.split(start, 1)[1].split(end, 1)[0]


def _replace_between(page: str, name: str, text: str) -> str:
    start, end = _marks(name)
    before, rest = page.split(start, 1)
    return f"{before}{start}{text}{end}{rest.split(end, 1)[1]}"


def main() -> int:
    """Draw the sample and update the page, or check the page; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("boards", type=Path)
    parser.add_argument(
        "name",
        choices=[
            "corpus",
            "unseen",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
        ],
    )
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--size", type=int, default=150)
    parser.add_argument("--spread", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    problems = find_problems(options.boards)
    page = PAGE.read_text(encoding="utf-8")
    drawn = draw_sample(problems, options.seed, options.size, spread=options.spread)
    by_rule, by_problem, verdicts = make_tables(problems, drawn, known_verdicts(page, options.name))
    new = _replace_between(page, options.name + " rules", by_rule)
    new = _replace_between(new, options.name + " problems", by_problem)
    if options.check:
        return int(new != page or not set(verdicts) <= VERDICTS)
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
