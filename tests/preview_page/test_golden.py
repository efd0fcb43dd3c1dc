"""The sampler looks as it did: `make golden` writes the pictures anew; then look at them.

Another Chromium, or another machine, smooths edges in another way. So at most one pixel of a
hundred may differ by more than 24 of 255 in a channel; a legend or a bar that moves is more.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from preview_page.conftest import Open
from preview_page.sampler import sampler

FOLDER = Path(__file__).parent / "golden"
DIFFERENT = 24
SHARE = 0.01
SIZES = {"dark": 1300, "light": 1300, "phone": 390}


def share_of_difference(one: Image.Image, other: Image.Image) -> float:
    """Return the share of pixels that differ visibly."""
    if one.size != other.size:
        return 1.0
    channels = ImageChops.difference(one.convert("RGB"), other.convert("RGB")).split()
    worst = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    counts = worst.histogram()
    return sum(counts[DIFFERENT + 1 :]) / (one.width * one.height)


@pytest.mark.parametrize("name", SIZES)
def test_the_sampler_looks_as_it_did(
    opened: Open, name: str, request: pytest.FixtureRequest
) -> None:
    theme = "light" if name == "light" else "dark"
    found = opened(
        sampler(theme=theme), width=SIZES[name], height=4_800 if name == "phone" else 1_620
    )
    picture = Image.open(io.BytesIO(found.page.screenshot(animations="disabled")))
    file = FOLDER / f"{name}.png"
    if request.config.getoption("--rewrite-golden"):
        FOLDER.mkdir(exist_ok=True)
        picture.save(file, optimize=True)
    assert share_of_difference(picture, Image.open(file)) <= SHARE


def test_what_is_different_is_seen() -> None:
    plain = Image.new("RGB", (100, 100))
    marked = plain.copy()
    marked.paste((25, 0, 0), (0, 0, 10, 10))
    assert share_of_difference(plain, marked) == 0.01
    marked.paste((24, 24, 24), (0, 0, 10, 10))
    assert share_of_difference(plain, marked) == 0
    assert share_of_difference(plain, Image.new("RGB", (100, 99))) == 1
