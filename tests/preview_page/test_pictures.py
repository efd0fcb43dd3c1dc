"""The pictures in README and docs are those that `preview --png` draws: `make golden` writes them.

They are compared as golden pictures are, see test_golden.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from preview_page.conftest import lacking
from preview_page.test_golden import SHARE, share_of_difference
from support import ROOT, Run

PICTURES = ROOT / "docs/pictures"


@pytest.mark.parametrize("board", ["node"])
def test_a_picture_is_not_stale(
    board: str, run: Run, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        lacking("there is no Chromium on this machine")
    source = f"dashboards/{board}.py"
    result = run(
        "preview", source, "--data", "sample", "--png", "-o", str(tmp_path),
        cwd=ROOT, env={"TZ": "UTC"},
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    drawn = tmp_path / f"{board}.png"
    kept = PICTURES / drawn.name
    if request.config.getoption("--rewrite-golden"):
        Image.open(drawn).save(kept, optimize=True)
    assert share_of_difference(Image.open(drawn), Image.open(kept)) <= SHARE


def test_every_picture_is_drawn_and_shown() -> None:
    shown = (ROOT / "README.md").read_text() + (ROOT / "docs/how-to/preview.md").read_text()
    assert [path.name for path in PICTURES.iterdir()] == ["node.png"]
    assert "docs/pictures/node.png" in shown
