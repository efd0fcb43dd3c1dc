"""Measure how well previews draw a folder of public boards. `make corpus` writes the page.

    python scripts/preview_corpus.py ../shared/corpus > docs/preview-corpus.md

Each board is drawn with all rows open and made-up data in a real Chromium. The script counts the
drawn and failed panels that each page reports.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from boardwright.browser.chromium import Page, find_chromium, start_chromium
from boardwright.commands.previewing.preview import PreviewOptions, preview_project
from boardwright.preview.bundle import read_bundle
from boardwright.report.preview_html import render_page_html

HEAD = """\
# Previews of public boards

`make corpus` writes this page. It draws public boards from `../shared/corpus`, a folder next to the
checkout, with made-up data in a real Chromium. All rows are open. A panel is drawn *in part* if
previews do not apply one of its options, or if a query has no data. A panel is *not drawn* if
previews do not support its type. The panel then shows the reason or the type.

"""


EMPTY_PANELS = """JSON.stringify([...document.querySelectorAll('.bw-no-data')].map((one) => {
    const { ariaLabel, innerText } = one.closest('.bw-panel');
    const reason = innerText.match(/No data: (.+)|The data has only .+/);
    return `${ariaLabel}: ${reason?.[0] ?? 'no reason'}`;
}))"""


@dataclass(frozen=True, kw_only=True)
class Row:
    """The result for one board."""

    file: str
    drawn: int
    partly: int
    missing: tuple[str, ...]
    empty: tuple[str, ...]
    faults: int


def rows(corpus: Path) -> Iterator[Row]:
    """Draw every board, and yield its result."""
    bundle = read_bundle(None)
    with (
        tempfile.TemporaryDirectory() as folder,
        start_chromium(find_chromium(os.environ)) as browser,
    ):
        for path in sorted(corpus.rglob("*.json")):
            previewed = preview_project(
                None, here=corpus, paths=[path], options=PreviewOptions(data="sample", expand=True)
            )
            for board in previewed.boards:
                page = Path(folder, "page.html")
                page.write_text(render_page_html(board.page, bundle), encoding="utf-8")
                yield _row(path.relative_to(corpus).as_posix(), browser, page)
            for error in previewed.errors:
                print(f"{path}: {error}", file=sys.stderr)


def _row(file: str, browser: Page, page: Path) -> Row:
    before = len(browser.faults)
    browser.set_size(1600, 1000)
    browser.open(f"{page.as_uri()}#expand")
    result = json.loads(browser.evaluate("JSON.stringify(window.__boardwright)"))
    partly = len(result["partly"])
    return Row(
        file=file,
        drawn=result["drawn"] - partly,
        partly=partly,
        missing=tuple(each["type"] for each in result["notDrawn"]),
        empty=tuple(json.loads(browser.evaluate(EMPTY_PANELS))),
        faults=len(browser.faults) - before,
    )


def main() -> None:
    """Draw all boards, and print the page."""
    results = list(rows(Path(sys.argv[1])))
    kinds = Counter(kind for row in results for kind in row.missing)
    print(f"{HEAD}| boards | drawn | in part | not drawn | script errors |\n{'|--:' * 5}|")
    missing = sum(kinds.values())
    faults = sum(row.faults for row in results)
    print(
        f"| {len(results)} | {sum(r.drawn for r in results):,} | {sum(r.partly for r in results):,}"
        f" | {missing:,} | {faults} |\n"
    )
    types = ", ".join(f"`{kind}` {count}" for kind, count in sorted(kinds.items()))
    print(f"Panels that are not drawn, counted by type: {types or 'none'}.\n")
    empty = [f"{row.file}, {panel}" for row in results for panel in row.empty]
    print(
        "\n".join(
            [
                "Panels without data, with the reason that they show:",
                "",
                *(f"- {e}" for e in empty),
                "",
            ]
        )
    )
    print("| board | drawn | in part | not drawn | script errors |\n|---|--:|--:|--:|--:|")
    for row in results:
        print(f"| {row.file} | {row.drawn} | {row.partly} | {len(row.missing)} | {row.faults} |")


if __name__ == "__main__":
    main()
