"""The pictures in README and docs are those that `preview --png` draws: `make golden` writes them.

They are compared as golden pictures are: see `kept`.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from boardwright.browser.chromium import find_chromium
from boardwright.errors import OutputError
from preview_page.kept import drawn_by, is_as_kept, keep
from preview_page.test_golden import FOLDER
from real_browser import lacking
from support import ROOT, Run

IsFresh = Callable[[str, str, Path], bool]

PICTURES = ROOT / "docs/pictures"
TUTORIAL = ROOT / "docs/tutorial/first-board.md"
SHOWN_IN = (ROOT / "README.md", ROOT / "docs/how-to/preview.md", TUTORIAL)
NAMES = {"node.png", "shop-network.png"}
DRAWN_ONCE = {"alert.png"}
"""Pictures of data that is not kept: no test draws them again."""


def version_of_chromium() -> str:
    try:
        program = find_chromium(os.environ)
    except OutputError:
        lacking("there is no Chromium on this machine")
    printed = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    version = re.search(r"[\d.]{9,}", printed.stdout)
    assert version is not None, printed.stdout
    return version[0]


@pytest.fixture
def is_fresh(run: Run, tmp_path: Path, request: pytest.FixtureRequest) -> IsFresh:
    """Return whether the kept picture of a board is the one that is drawn."""
    version = version_of_chromium()

    def compare_pictures(name: str, source: str, project: Path) -> bool:
        result = run(
            "preview", source, "--data", "sample", "--png", "-o", str(tmp_path / "drawn"),
            cwd=project, env={"TZ": "UTC"},
        )  # fmt: skip
        assert result.returncode == 0, result.stderr
        drawn = Image.open(tmp_path / "drawn" / name)
        if request.config.getoption("--rewrite-golden"):
            keep(drawn, PICTURES / name, version=version)
        return is_as_kept(drawn, PICTURES / name, version=version)

    return compare_pictures


def test_the_picture_of_a_shipped_board_is_up_to_date(is_fresh: IsFresh) -> None:
    assert is_fresh("node.png", "dashboards/node.py", ROOT)


def test_the_picture_of_the_tutorial_is_up_to_date(
    is_fresh: IsFresh, run: Run, tmp_path: Path
) -> None:
    """It is drawn of the declaration that the tutorial shows."""
    run("new", "shop", cwd=tmp_path)
    block = re.search(
        r"```python\n# (dashboards/network\.py)\n(.*?)```", TUTORIAL.read_text(), re.S
    )
    assert block is not None
    (tmp_path / "shop" / block[1]).write_text(f"# {block[1]}\n{block[2]}")
    assert is_fresh("shop-network.png", block[1], tmp_path / "shop")


def test_every_picture_is_drawn_and_shown() -> None:
    shown = "".join(page.read_text() for page in SHOWN_IN)
    kept = {path.name for path in PICTURES.iterdir()}
    assert kept == NAMES | DRAWN_ONCE
    assert {name for name in kept if f"pictures/{name})" in shown} == kept


def test_all_stored_pictures_were_drawn_by_the_pinned_chromium() -> None:
    files = [*FOLDER.iterdir(), *(PICTURES / name for name in NAMES)]
    (version,) = {drawn_by(Image.open(file)) for file in files}
    pinned = re.search(r"@sparticuz/chromium@(\d+)", (ROOT / "scripts/browser").read_text())
    assert pinned is not None
    assert version.split(".")[0] == pinned[1]
