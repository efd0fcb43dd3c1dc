"""The sampler looks as it did: `make golden` rewrites the pictures; look at each one."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from preview_page.conftest import Open
from preview_page.kept import is_as_kept, keep, share_of_difference
from preview_page.sampler import sampler

FOLDER = Path(__file__).parent / "golden"
SIZES = {"dark": 1300, "light": 1300, "phone": 390}


@pytest.mark.parametrize("name", SIZES)
def test_the_sampler_equals_the_stored_picture(
    opened: Open, name: str, request: pytest.FixtureRequest
) -> None:
    theme = "light" if name == "light" else "dark"
    found = opened(
        sampler(theme=theme), width=SIZES[name], height=4_800 if name == "phone" else 1_620
    )
    picture = Image.open(io.BytesIO(found.page.screenshot(animations="disabled")))
    browser = found.page.context.browser
    assert browser is not None
    file = FOLDER / f"{name}.png"
    if request.config.getoption("--rewrite-golden"):
        FOLDER.mkdir(exist_ok=True)
        keep(picture, file, version=browser.version)
    assert is_as_kept(picture, file, version=browser.version)


def test_a_difference_of_pictures_is_measured() -> None:
    plain = Image.new("RGB", (100, 100))
    marked = plain.copy()
    marked.paste((25, 0, 0), (0, 0, 10, 10))
    assert share_of_difference(plain, marked) == 0.01
    marked.paste((24, 24, 24), (0, 0, 10, 10))
    assert share_of_difference(plain, marked) == 0
    assert share_of_difference(plain, Image.new("RGB", (100, 99))) == 1


def test_pictures_of_the_same_chromium_are_compared_strictly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    plain = Image.new("RGB", (100, 100))
    marked = plain.copy()
    marked.paste((25, 0, 0), (0, 0, 10, 10))
    keep(plain, tmp_path / "kept.png", version="153.0.1.0")
    assert is_as_kept(marked, tmp_path / "kept.png", version="156.0.1.0")
    assert not is_as_kept(marked, tmp_path / "kept.png", version="153.0.1.0")


def test_pictures_of_another_chromium_are_not_compared_in_ci(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr("preview_page.kept.IS_PINNED_HERE", True)
    keep(Image.new("RGB", (9, 9)), tmp_path / "kept.png", version="153.0.1.0")
    assert is_as_kept(Image.new("RGB", (9, 9)), tmp_path / "kept.png", version="153.0.1.0")
    with pytest.raises(pytest.fail.Exception, match=r"drawn by Chromium 153.*this is 156"):
        is_as_kept(Image.new("RGB", (9, 9)), tmp_path / "kept.png", version="156.0.1.0")
