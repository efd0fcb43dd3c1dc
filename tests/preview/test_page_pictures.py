"""Pictures, by a real Chromium: a page, or each row and panel of one that is too high."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PIL import Image

from boardwright.browser.chromium import (
    NAMES,
    VARIABLE,
    Page,
    PageArea,
    find_chromium,
    start_chromium,
)
from boardwright.commands.previewing.page_pictures import take_pictures
from boardwright.errors import OutputError

RED, BLUE, GREEN, GREY = (255, 0, 0), (0, 0, 255), (0, 128, 0), (128, 128, 128)
PAGE = """<!doctype html><body style="margin: 0; background: grey">
<div style="height: 100px"></div>
<div data-section="0" style="background: red; height: 80px"></div>
<div data-section="1" style="background: blue; height: 900px">
  <div data-key="7" style="background: green; margin-left: 40px; width: 50px; height: 70px"></div>
</div>
<script>
  if (!location.hash.includes("expand") && document.title === "closed")
    document.body.style.cssText += "; height: 3000px; overflow: hidden";
  document.documentElement.dataset.state = "ready";
</script>"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Page]:
    named = os.environ.get(VARIABLE, "chromium")
    if not any(shutil.which(name) for name in (named, *NAMES)):
        if os.environ.get("CI") == "true":
            pytest.fail("there is no Chromium, and CI skips nothing real")
        pytest.skip("there is no Chromium on this machine")
    with start_chromium(find_chromium(os.environ)) as page:
        yield page


@pytest.fixture
def high(tmp_path: Path) -> Path:
    path = tmp_path / "high.html"
    path.write_text(PAGE)
    return path


def addresses(page: Path) -> dict[str, str]:
    return {page.name: page.name}


def describe(path: Path) -> tuple[tuple[int, int], list[tuple[int, int, int]]]:
    """Return a picture's size, and its colours from above where it is 45 pixels from the left."""
    picture = Image.open(path).convert("RGB")
    column = [picture.getpixel((min(45, picture.width - 1), y)) for y in range(picture.height)]
    colours = [c for i, c in enumerate(column) if i == 0 or column[i - 1] != c]
    return picture.size, colours  # type: ignore[return-value]


def test_a_picture_shows_the_whole_page(high: Path, browser: Page) -> None:
    (path,) = take_pictures(addresses(high), high.parent, browser=browser)
    assert path.name == "high.png"
    assert describe(path) == ((1600, 1080), [GREY, RED, GREEN, BLUE])


def test_a_page_that_is_too_high_has_a_picture_for_each_row_or_panel(
    high: Path, browser: Page
) -> None:
    row, panel = take_pictures(addresses(high), high.parent, browser=browser, most_height=500)
    assert (row.name, describe(row)) == (
        "high-row-0.png",
        ((1600, 188), [GREY, RED, GREEN]),
    )
    assert (panel.name, describe(panel)) == ("high-panel-7.png", ((50, 70), [GREEN]))


def test_rows_of_a_page_that_is_too_high_are_opened(high: Path, browser: Page) -> None:
    high.write_text(PAGE.replace("<body", "<title>closed</title><body"))
    _, row = take_pictures(addresses(high), high.parent, browser=browser, most_height=1_000)
    assert (row.name, describe(row)) == (
        "high-row-1.png",
        ((1600, 908), [RED, GREEN, BLUE]),
    )


def test_the_same_page_has_the_same_pictures(high: Path, browser: Page) -> None:
    """The part below the window was once captured before it was painted."""
    take_pictures(addresses(high), high.parent, browser=browser)
    whole = PageArea(left=0, top=0, width=1600, height=1080)
    below = PageArea(left=0, top=180, width=1600, height=300)
    assert len({browser.take_picture(box) for box in (whole, below) * 3}) == 2


def test_earlier_pictures_of_a_page_are_removed(high: Path, browser: Page) -> None:
    (high.parent / "other.png").write_bytes(b"")
    before = take_pictures(addresses(high), high.parent, browser=browser, most_height=500)
    (after,) = take_pictures(addresses(high), high.parent, browser=browser)
    assert [path.exists() for path in (*before, after)] == [False, False, True]
    assert (high.parent / "other.png").exists()


def test_a_missing_chromium_is_an_error() -> None:
    with pytest.raises(OutputError, match="no Chromium found"):
        find_chromium({"PATH": "/nowhere"})
    with pytest.raises(OutputError, match="the program /no/chrome does not exist"):
        find_chromium({VARIABLE: "/no/chrome"})


def test_the_newest_chromium_of_playwright_is_found(tmp_path: Path) -> None:
    """The folders are those that `playwright install chromium` makes on Linux; 1,200 > 999."""
    for name in ("chromium-999/chrome-linux", "chromium-1200/chrome-linux64", "ffmpeg-1011/x"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "chrome").touch()
    environ = {"PATH": "/nowhere", "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}
    assert find_chromium(environ) == str(tmp_path / "chromium-1200/chrome-linux64/chrome")
    with pytest.raises(OutputError, match="the program /no/chrome does not exist"):
        find_chromium(environ | {VARIABLE: "/no/chrome"})


def test_chromium_leaves_no_files_or_processes(
    high: Path, browser: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TemporaryDirectory() as rest:  # a short path: a socket's has at most 108 characters
        monkeypatch.setattr("tempfile.tempdir", rest)
        monkeypatch.setenv("TMPDIR", rest)
        with start_chromium(find_chromium(os.environ)) as page:
            take_pictures(addresses(high), high.parent, browser=page)
            assert os.listdir(rest)
        assert os.listdir(rest) == []


def test_a_chromium_that_does_not_start_is_an_error(high: Path, tmp_path: Path) -> None:
    broken = tmp_path / "chrome"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    with start_chromium(str(broken)) as page, pytest.raises(OutputError, match="Chromium failed"):
        take_pictures(addresses(high), high.parent, browser=page)


@pytest.mark.parametrize(
    ("locale", "given"), [("C.UTF-8", "en_US.UTF-8"), ("", "en_US.UTF-8"), ("de_DE.UTF-8", "")]
)
def test_chromium_gets_a_language_in_the_locale_c(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, locale: str, given: str
) -> None:
    """In the locale C a headless shell gives pages a language that Intl refuses."""
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", locale)
    shell = tmp_path / "chrome"
    shell.write_text(f'#!/bin/sh\necho "$LC_ALL" >{tmp_path}/given\n')
    shell.chmod(0o755)
    with start_chromium(str(shell)) as page, pytest.raises(OutputError, match="Chromium failed"):
        take_pictures({"high.html": "high.html"}, tmp_path, browser=page)
    assert (tmp_path / "given").read_text() == f"{given}\n"
