"""Measure how fast JSON boards are converted to Python, and whether the time grows linearly.

    python bench/imports.py --corpus ../shared/corpus [--copies 25 50 100 200]

A separate process reads the files, writes the Python source of each classic board next to its file,
and ends. The table shows CPU time, user and system. The copies are of Node Exporter Full, the
largest board of the corpus.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from boardwright.schema.envelopes import is_v2

LARGE = "grafana-dashboards/node-exporter-full.json"
SCRIPT = """\
import sys
from pathlib import Path
from boardwright.compiler.context import Context
from boardwright.found.json_files import read_json_board
from boardwright.schema.document import Place
from boardwright.source.board_module import generate_board_module

for name in sys.argv[2:]:
    path = Path(name)
    document = read_json_board(path, place=Place(file=path.name))
    style, origin = sys.argv[1], path.name
    text = generate_board_module(document, style=style, origin=origin, context=Context())
    path.with_suffix(".py").write_text(text)
"""


def seconds(style: str, files: list[Path]) -> float:
    """Return the CPU time in seconds of a process that converts the files."""
    command = [sys.executable, "-c", SCRIPT, style, *map(str, files)]
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        raise SystemExit(f"{style}: failed")
    return usage.ru_utime + usage.ru_stime


def copies(folder: Path, texts: dict[str, str]) -> list[Path]:
    """Write the texts as files into a new folder, and return their paths."""
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text)
    return [folder / name for name in texts]


def classic(corpus: Path) -> dict[str, str]:
    """Return the texts of the boards in the corpus, except boards of schema v2."""
    texts = {str(path.relative_to(corpus)): path.read_text() for path in corpus.rglob("*.json")}
    return {
        name.replace("/", "-"): text for name, text in sorted(texts.items()) if not _is_v2(text)
    }


def _is_v2(text: str) -> bool:
    data = json.loads(text)
    return is_v2(data.get("spec", data))


def row(name: str, boards: int, spent: float) -> None:
    print(f"{name:44} {boards:5} {spent:8.2f} s {boards / spent:7.1f} per second")


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--copies", type=int, nargs="+", default=[25, 50, 100, 200])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        texts = classic(options.corpus)
        for style in ("grafanalib", "dict"):
            files = copies(root / f"corpus-{style}", texts)
            row(f"the corpus, {style}", len(files), seconds(style, files))
        large = (options.corpus / LARGE).read_text()
        for count in options.copies:
            files = copies(root / str(count), {f"board-{n}.json": large for n in range(count)})
            row(
                f"Node Exporter Full, grafanalib, x{count}",
                count,
                seconds("grafanalib", files),
            )


if __name__ == "__main__":
    main()
