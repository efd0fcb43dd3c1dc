"""Draw the findings that docs/checks-precision.md judges, and bring its tables up to date.

    python scripts/checks_sample.py ../shared/corpus --seed 5 --size 150

Runs `boardwright check` (default profile, the settings of the project it is started in), draws at
random without replacement, and writes both tables between their marks. A finding that has been read
before (same file, rule, panel and query, and the same sentence) keeps its verdict; others get "?".
With --check nothing is written: exit 1 when the tables are not current, or a verdict is missing.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "checks-precision.md"
VERDICTS = frozenset({"true", "false"})
Finding = dict[str, Any]


def findings(corpus: Path) -> list[Finding]:
    """Return what the default profile finds, in the order of files and lines."""
    program = [sys.executable, "-m", "boardwright", "check", str(corpus), "--format", "json"]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    found: list[Finding] = json.loads(done.stdout)["problems"]
    for finding in found:
        finding["file"] = str(Path(finding["file"]).resolve().relative_to(corpus.resolve()))
    return sorted(found, key=_order)


def _order(finding: Finding) -> tuple[str, int, str, str]:
    return (finding["file"], finding["line"] or 0, finding["rule"], finding["pointer"] or "")


def sample(found: list[Finding], seed: int, size: int) -> list[Finding]:
    """Return that many of them, or all if there are fewer, sorted by rule."""
    drawn = random.Random(seed).sample(found, min(size, len(found)))
    return sorted(drawn, key=lambda finding: (finding["rule"], *_order(finding)))


def row(finding: Finding) -> list[str]:
    """Return the cells that tell which finding it is."""
    place = " ".join(filter(None, (finding["panel"], finding["query"])))
    told = f"{place}: {finding['what']}" if place else finding["what"]
    cells = (finding["file"], finding["line"] or "", finding["rule"], told)
    return [_cell(str(cell)) for cell in cells]


def _cell(text: str) -> str:
    """Return text that stays in one cell of a Markdown table."""
    return re.sub(r"\s+", " ", text).replace("|", "/").replace("{{", "{").replace("}}", "}").strip()


def judged(page: str) -> dict[tuple[str, ...], tuple[str, str]]:
    """Return the verdict and the reason of each finding in the page's table."""
    rows = [line.strip("| \n").split(" | ") for line in _between(page, "findings").splitlines()]
    return {(r[0], r[2], r[3]): (r[4], r[5]) for r in rows if len(r) == 6}


def tables(found: list[Finding], drawn: list[Finding], page: str) -> tuple[str, str, list[str]]:
    """Return the tables of rules and of findings, and the verdicts."""
    known = judged(page)
    rows = []
    for cells in map(row, drawn):
        verdict, why = known.get((cells[0], cells[2], cells[3]), ("?", "?"))
        rows.append([*cells, verdict, why])
    every = Counter(finding["rule"] for finding in found)
    read = Counter(cells[2] for cells in rows)
    true = Counter(cells[2] for cells in rows if cells[4] == "true")
    rules = sorted(every, key=lambda rule: (-every[rule], rule))
    lines = [[r, every[r], read[r], true[r], _share(true[r], read[r])] for r in rules]
    total = ["**all**", len(found), len(rows), true.total(), _share(true.total(), len(rows))]
    by_rule = _table(["rule", "findings", "read", "true", "share"], [*lines, total])
    heads = ["file", "line", "rule", "finding", "verdict", "why"]
    return by_rule, _table(heads, rows), [cells[4] for cells in rows]


def _share(true: int, read: int) -> str:
    return f"{100 * true / read:.1f} %" if read else ""


def _table(heads: list[str], rows: list[list[Any]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(str, cells))} |" for cells in lines)


def _marks(name: str) -> tuple[str, str]:
    return f"<!-- {name} -->\n", f"\n<!-- end of {name} -->"


def _between(page: str, name: str) -> str:
    start, end = _marks(name)
    return page.split(start, 1)[1].split(end, 1)[0]


def _with(page: str, name: str, text: str) -> str:
    start, end = _marks(name)
    before, rest = page.split(start, 1)
    return f"{before}{start}{text}{end}{rest.split(end, 1)[1]}"


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--size", type=int, default=150)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    found = findings(asked.corpus)
    page = PAGE.read_text(encoding="utf-8")
    by_rule, by_finding, verdicts = tables(found, sample(found, asked.seed, asked.size), page)
    new = _with(_with(page, "rules", by_rule), "findings", by_finding)
    if asked.check:
        return int(new != page or not set(verdicts) <= VERDICTS)
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
