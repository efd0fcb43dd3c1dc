"""Draw every board of a folder in Chromium, and count what is drawn.

python scripts/preview_corpus.py [--corpus ../shared/corpus] > docs/preview-corpus.md

Needs the bundle (`scripts/preview-bundle`) and a Chromium.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from boardwright.commands.chromium import Page, chromium, find_chromium
from boardwright.commands.preview import Options, preview
from boardwright.errors import BoardwrightError
from boardwright.preview.bundle import read_bundle
from boardwright.report.preview_html import page_html

ROOT = Path(__file__).parent.parent
CORPUS = ROOT.parent / "shared/corpus"
HEAD = """\
# How many panels of public boards are drawn

Made by `scripts/preview_corpus.py`: each board on made-up data, all rows open, in Chromium.
*Partly* is drawn with something left out that the panel names; *not* says its kind in its place. A
script error anywhere in a page would be in the last column.

| board | panels | drawn | partly | not | kinds not drawn | script errors |
|---|---:|---:|---:|---:|---|---:|
"""


def counted(browser: Page, path: Path) -> dict[str, Any]:
    """Open a page, and return what it says of itself."""
    browser.faults.clear()
    browser.size(1600, 1000)
    try:
        browser.open(f"{path.absolute().as_uri()}#expand")
    except BoardwrightError as error:
        return {"drawn": 0, "partly": [], "notDrawn": [], "faults": [str(error)]}
    return {**browser.value("window.__boardwright"), "faults": list(browser.faults)}


def main() -> int:
    """Print the table; 1 when a page had a script error."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    corpus = parser.parse_args().corpus.resolve()
    bundle, totals, faults = read_bundle(), [0, 0, 0, 0], 0
    sys.stdout.write(HEAD)
    with tempfile.TemporaryDirectory() as folder, chromium(find_chromium(os.environ)) as browser:
        for path in sorted(corpus.rglob("*.json")):
            made = preview(None, here=corpus, paths=[path], options=Options(expand=True))
            page = Path(folder, "page.html")
            page.write_text(page_html(made.boards[0].page, bundle), "utf-8")
            found = counted(browser, page)
            missing = found["notDrawn"]
            kinds = ", ".join(sorted({str(each["type"]) for each in missing}))
            drawn, partly = found["drawn"], len(found["partly"])
            figures = [drawn + partly + len(missing), drawn, partly, len(missing)]
            totals = [a + b for a, b in zip(totals, figures, strict=True)]
            faults += len(found["faults"])
            cells = [path.relative_to(corpus).as_posix(), *figures, kinds, len(found["faults"])]
            print("|", " | ".join(map(str, cells)), "|", flush=True)
    print("|", " | ".join(map(str, ["**all**", *totals, "", faults])), "|")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
