"""The pictures in README and docs are those that `preview --png` draws: `make golden` writes them.

They are compared as golden pictures are, see test_golden.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from preview_page.conftest import lacking
from preview_page.test_golden import SHARE, share_of_difference
from support import ROOT, Run

IsFresh = Callable[[str, str, Path], bool]

PICTURES = ROOT / "docs/pictures"
TUTORIAL = ROOT / "docs/tutorial/first-board.md"
SHOWN_IN = (ROOT / "README.md", ROOT / "docs/how-to/preview.md", TUTORIAL)
NAMES = {"node.png", "shop-network.png"}


@pytest.fixture
def is_fresh(run: Run, tmp_path: Path, request: pytest.FixtureRequest) -> IsFresh:
    """Return whether the kept picture of a board is the one that is drawn."""
    if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        lacking("there is no Chromium on this machine")

    def compared(name: str, source: str, project: Path) -> bool:
        result = run(
            "preview", source, "--data", "sample", "--png", "-o", str(tmp_path / "drawn"),
            cwd=project, env={"TZ": "UTC"},
        )  # fmt: skip
        assert result.returncode == 0, result.stderr
        drawn = Image.open(tmp_path / "drawn" / name)
        if request.config.getoption("--rewrite-golden"):
            drawn.save(PICTURES / name, optimize=True)
        return share_of_difference(drawn, Image.open(PICTURES / name)) <= SHARE

    return compared


def test_the_picture_of_a_shipped_board_is_not_stale(is_fresh: IsFresh) -> None:
    assert is_fresh("node.png", "dashboards/node.py", ROOT)


def test_the_picture_of_the_tutorial_is_not_stale(
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
    assert {path.name for path in PICTURES.iterdir()} == NAMES
    assert {name for name in NAMES if f"pictures/{name})" in shown} == NAMES
