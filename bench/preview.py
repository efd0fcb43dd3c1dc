"""Measure how long `boardwright preview` takes to write HTML and PNG, as a separate process.

python bench/preview.py [-n 5] [--corpus ../shared/corpus]

The boards are a board of 20 panels with recorded data, and Node Exporter Full (125 panels, 275
queries) with all rows open and made-up data. Pictures are measured if there is a Chromium and the
preview bundle is built.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from installed import write_bytecode

from boardwright.commands.previewing.preview import PreviewOptions, preview_project
from boardwright.preview.bundle import FOLDER, VARIABLE, read_bundle
from boardwright.preview.query_answers import Answer, AnswerSeries, QueryRequest
from boardwright.preview.recorded_answers import (
    RecordedSelection,
    build_recording,
    encode_recording,
)
from boardwright.preview.time_ranges import TimeRange
from boardwright.report.preview_html import render_page_html

CORPUS = Path(__file__).parent.parent.parent / "shared/corpus"
BOARD = "grafana-dashboards/node-exporter-full.json"
PANELS, POINTS, SERIES = 20, 150, 4
END = 1_767_268_800_000
STEP = 20_000


def write_board(folder: Path) -> None:
    """Write a board of 20 panels, and a recording for it."""
    panels = [
        {
            "id": number + 1,
            "type": "timeseries",
            "title": f"Panel {number}",
            "gridPos": {"x": number % 2 * 12, "y": number // 2 * 8, "w": 12, "h": 8},
            "targets": [{"refId": "A", "expr": f"metric_{number}", "legendFormat": "{{a}}"}],
        }
        for number in range(PANELS)
    ]
    board = {"title": "Twenty", "uid": "twenty", "schemaVersion": 41, "panels": panels}
    (folder / "twenty.json").write_text(json.dumps(board))
    span = TimeRange(start=END - POINTS * STEP, end=END, text="Last 50 minutes")
    values = tuple(float(index % 17) for index in range(POINTS))
    outcomes = {
        QueryRequest(
            source="prometheus",
            kind="range",
            text=f"metric_{number}",
            sent="",
            step=STEP,
            start=span.start,
            end=span.end,
        ): Answer(
            start=span.start,
            step=STEP,
            series=tuple(AnswerSeries(labels={"a": str(n)}, values=values) for n in range(SERIES)),
        )
        for number in range(PANELS)
    }
    (folder / "recordings").mkdir()
    text = encode_recording(
        build_recording(span, [RecordedSelection(given={}, offered={})], outcomes)
    )
    (folder / "recordings/twenty.json").write_bytes(text)


def measure(count: int, *args: object, cwd: Path, env: dict[str, str]) -> float:
    """Return the median time of several runs, in seconds."""
    program = Path(sys.executable).with_name("boardwright")
    seconds = []
    for _ in range(count):
        begun = time.perf_counter()
        subprocess.run(
            [program, *map(str, args)], cwd=cwd, env=env, check=True, capture_output=True
        )
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


def draw_page(folder: Path, env: dict[str, str]) -> float:
    """Return the time in seconds from the board's JSON to its page, in this process."""
    options = PreviewOptions(data="recorded", recordings=folder / "recordings")
    bundle = read_bundle(env.get(VARIABLE))
    begun = time.perf_counter()
    previewed = preview_project(None, here=folder, paths=(folder / "twenty.json",), options=options)
    (board,) = previewed.boards
    (folder / "page.html").write_text(render_page_html(board.page, bundle))
    return time.perf_counter() - begun


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("-n", type=int, default=5)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    arguments = parser.parse_args()
    write_bytecode()
    full = arguments.corpus.resolve() / BOARD
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_board(folder)
        env = dict(os.environ)
        built = (FOLDER / "preview.js").is_file()
        if not built:
            (folder / "bundle").mkdir()
            for file in ("preview.js", "preview.css"):
                (folder / "bundle" / file).write_text("")
            env["BOARDWRIGHT_PREVIEW_BUNDLE"] = str(folder / "bundle")
        empty = measure(arguments.n, "--help", cwd=folder, env=env)
        print(f"{'boardwright --help':<44} {empty:>6.2f} s")
        page = ("preview", "twenty.json", "--data", "recorded", "-o", "out")
        html = measure(arguments.n, *page, cwd=folder, env=env)
        print(f"{'20 panels, recorded: to HTML':<44} {html:>6.2f} s")
        work = statistics.median(draw_page(folder, env) for _ in range(arguments.n))
        print(f"{'  without starting and importing':<44} {work:>6.2f} s")
        if full.is_file():
            whole = ("preview", full, "--expand-rows", "-o", "full")
            seconds = measure(arguments.n, *whole, cwd=folder, env=env)
            print(f"{'Node Exporter Full, made up: to HTML':<44} {seconds:>6.2f} s")
            size = sum(path.stat().st_size for path in (folder / "full").glob("*.html"))
            print(f"{'  its page':<44} {size / 2**20:>6.2f} MiB")
        if built and shutil.which("chromium"):
            seconds = measure(1, *page, "--png", cwd=folder, env=env)
            print(f"{'20 panels, recorded: to PNG':<44} {seconds:>6.2f} s")
            if full.is_file():
                seconds = measure(1, *whole, "--png", cwd=folder, env=env)
                print(f"{'Node Exporter Full, all rows: to PNG':<44} {seconds:>6.2f} s")


if __name__ == "__main__":
    main()
